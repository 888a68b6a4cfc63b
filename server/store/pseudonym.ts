import type { Keys } from "./keys.ts";
import { raw, type Sql, sql } from "./sql.ts";

const BLOCK = 64;

/**
 * SQL for the keyed pseudonym of a text expression: HMAC-SHA-256 (RFC 2104) under the pseudonym key, as 32 hex digits;
 * null stays null. Written out in SQL because DuckDB has SHA-256 but no HMAC; the key parts are bound into the text as
 * hex blobs, so the result is for statements that are run, never logged.
 */
export function pseudonym(keys: Keys, expression: Sql): Sql {
  const pad = (byte: number) => {
    const block = Buffer.alloc(BLOCK, byte);
    keys.pseudonym.forEach((value, i) => {
      block[i] = value ^ byte;
    });
    return raw(`unhex('${block.toString("hex")}')`);
  };
  const inner = sql`unhex(sha256(${pad(0x36)} || encode(${expression})))`;
  return sql`left(sha256(${pad(0x5c)} || ${inner}), 32)`;
}
