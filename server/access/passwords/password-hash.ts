import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { Turnstile } from "./turnstile.ts";

/** What one guess costs: memory in KiB and passes over it. */
export interface PasswordCost {
  memory: number;
  passes: number;
}

/** About a tenth of a second on one core; above the least that OWASP's password storage cheat sheet names for argon2id (19 MiB, 2 passes). */
export const PASSWORD_COST: PasswordCost = { memory: 32_768, passes: 3 };

const SALT_BYTES = 16;
const TAG_BYTES = 32;
const derive = promisify(argon2) as (algorithm: "argon2id", parameters: Argon2Parameters) => Promise<Buffer>;

/** Memory and cores for passwords are bounded, however many sign in at once. */
const turnstile = new Turnstile({ atOnce: 2, waiting: 500 });

/** An argon2id string in PHC form: `$argon2id$v=19$m=32768,t=3,p=1$salt$tag`, base64 without padding. */
export async function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, salt, cost, TAG_BYTES);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${unpadded(salt)}$${unpadded(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=1\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{22,})$/;

/**
 * Whether a password is the one of an argon2id string, in the time its parameters ask for.
 * @throws TypeError where the text is no such string: it was written by something else
 */
export async function isPasswordOf(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, salt, tag] = PHC.exec(hash) ?? [];
  if (!memory || !passes || !salt || !tag) throw new TypeError("expected an argon2id string, got another text");
  const wanted = Buffer.from(tag, "base64");
  const cost = { memory: Number(memory), passes: Number(passes) };
  return timingSafeEqual(await tagOf(password, Buffer.from(salt, "base64"), cost, wanted.length), wanted);
}

/** The same password typed on another keyboard gives the same bytes (NFKC). */
function tagOf(password: string, nonce: Buffer, { memory, passes }: PasswordCost, tagLength: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize("NFKC"), "utf8");
  return turnstile.enter(() => derive("argon2id", { message, nonce, parallelism: 1, tagLength, memory, passes }));
}

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
