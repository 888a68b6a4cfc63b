import type { Keys } from "./keys.ts";
import { literal, raw, type Sql, sql } from "./sql.ts";

/** Hex digits kept of a pseudonym: 128 bits, so that two of 10⁹ persons meet with probability 10⁻²⁰. */
const DIGITS = raw("32");

/** 192 bits of the key: with a certificate they fit one block of SHA-256, which halves the time. */
const KEY_SIGNS = 32;

/** DuckDB type of a pseudonym: 16 bytes, a third of its text, and compared as a number. */
export const PSEUDONYM_TYPE = "UUID";

/**
 * SQL for the keyed pseudonym of a text expression, a UUID; null stays null. SHA-256 over a secret prefix, cut to half:
 * the cut takes away the one weakness of a prefix (extending the text), and one hash is three times cheaper than HMAC's
 * two with their conversions. The key stands in the text of the statement: it is for statements that are run, never logged.
 */
export function pseudonym(keys: Pick<Keys, "pseudonym">, expression: Sql): Sql {
  const key = literal(keys.pseudonym.toString("base64url").slice(0, KEY_SIGNS));
  return sql`substr(sha256(${key} || ${expression}), 1, ${DIGITS})::${raw(PSEUDONYM_TYPE)}`;
}
