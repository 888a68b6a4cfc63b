import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** A sign-in that lasts. Only the hash of its token is known here. */
export interface Session {
  /** SHA-256 of the token, hex. */
  hash: string;
  account: string;
  /** The last act of the journal when the sign-in began: later ones may end all sessions of an account. */
  since: number;
  way: string;
  openedAt: string;
  seenAt: string;
}

/** How long a session lasts, in milliseconds. */
export interface SessionLimits {
  idle: number;
  whole: number;
}

/** 256 random bits. */
export const newToken = (): string => randomBytes(32).toString("base64url");

export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** The word a page of this session sends with every act; whoever does not hold the cookie cannot make it. */
export const csrfOf = (token: string): string => createHmac("sha256", token).update("csrf").digest("base64url");

export function isCsrfOf(token: string, given: string | undefined): boolean {
  const wanted = Buffer.from(csrfOf(token));
  const got = Buffer.from(given ?? "");
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}

/** When a session ends if nothing more is asked for. */
export function endOf(
  { openedAt, seenAt }: Pick<Session, "openedAt" | "seenAt">,
  { idle, whole }: SessionLimits,
): Date {
  return new Date(Math.min(Date.parse(seenAt) + idle, Date.parse(openedAt) + whole));
}
