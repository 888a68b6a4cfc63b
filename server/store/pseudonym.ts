import type { Keys } from "./keys.ts";
import { literal, type Sql, sql } from "./sql.ts";

/** Hex digits kept of a pseudonym: 128 bits, so that two of 10⁹ persons meet with probability 10⁻²⁰. */
const DIGITS = 32;

/**
 * SQL for the keyed pseudonym of a text expression; null stays null. SHA-256 over a secret prefix, cut to half: the cut
 * takes away the one weakness of a prefix (extending the text), and one hash is three times cheaper than HMAC's two with
 * their conversions. The key stands in the text of the statement: it is for statements that are run, never logged.
 */
export function pseudonym(keys: Keys, expression: Sql): Sql {
  return sql`left(sha256(${literal(keys.pseudonym.toString("base64url"))} || ${expression}), ${DIGITS})`;
}
