import { fail } from "../../errors.ts";
import type { Access } from "../access.ts";
import { SESSION_OPENED } from "../accounts/account.ts";
import type { Session } from "./session.ts";

export const SESSION_CLOSED = "session.closed";

export type Ended = "signed out" | "another sign-in" | "own password set" | "renewed";

export interface Opening {
  account: string;
  way: string;
  address: string;
  /** What the browser had; it ends, and why. */
  before: Session | null;
  why?: Ended;
  /** `access.head` before it was asked who it is: a password taken away since then opens nothing. */
  since: number;
}

/** Opens a session of an account, always with a token of its own: one that was there before the sign-in never becomes it. Gives the token. @throws access.wrong_password */
export async function openSession(access: Access, opening: Opening): Promise<string> {
  const { account, way, address, before, why = "another sign-in", since } = opening;
  if (access.accounts.get(account)?.disabled !== false) throw fail("access.wrong_password");
  if (before) await closeSession(access, before, why);
  await access.record(account, SESSION_OPENED, { account, way, address });
  const { token } = await access.sessions.open(account, since, way);
  return token;
}

/** Ends a session; its cookie opens nothing any more. */
export async function closeSession(access: Access, session: Session, why: Ended) {
  await access.end(session);
  await access.record(session.account, SESSION_CLOSED, { account: session.account, why });
}
