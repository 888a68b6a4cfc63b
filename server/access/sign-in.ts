import { readdirSync } from "node:fs";
import type { TSchema } from "typebox";
import type { Access } from "./access.ts";

export interface SignInContext {
  access: Access;
  /** Whether this serves the generated demo on loopback. */
  demo: boolean;
  /** Where the request came from. */
  address: string;
}

/** Who it is, or where the browser goes on to: to a provider of identities, say. */
export type Identified = { account: string } | { goTo: string };

/** A request of a way of signing in. What it was given has passed `given`. */
export interface SignInStep {
  method: "GET" | "POST";
  path: string;
  summary: string;
  /** Of the body, or of the query where the method is GET. */
  given: TSchema;
  identify(context: SignInContext, given: unknown): Promise<Identified>;
}

/**
 * A way of signing in: a file in `sign-in/`, named after it. It says who somebody is; session, cookie and journal are the same for all. A provider such as
 * OpenID Connect has two steps: one that goes to it, one that it comes back to.
 */
export interface SignInWay {
  id: string;
  /** Whether it is to be had here. */
  offered(context: Pick<SignInContext, "demo">): boolean;
  steps: readonly SignInStep[];
}

/** Every way, in the order of the file names. */
export async function signInWays(folder = new URL("sign-in/", import.meta.url)): Promise<readonly SignInWay[]> {
  const ways: SignInWay[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const { default: way } = (await import(new URL(file, folder).href)) as { default: SignInWay };
    if (`${way.id}.ts` !== file) throw new TypeError(`${file} defines the way of signing in "${way.id}"`);
    ways.push(way);
  }
  return ways;
}
