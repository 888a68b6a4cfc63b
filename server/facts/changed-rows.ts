import { ident, raw, type Sql, sql } from "../store/sql.ts";
import type { BatchRange } from "./fact.ts";

/**
 * What the batches of a range did to the current rows of a business table: its columns and `sign`, 1 for a row that is current now and was
 * not before, -1 for one that was and is not. So sums are kept up without reading the rows that stayed. Without a range: every current row, as new.
 */
export function signedRows(table: string, columns: readonly string[], range?: BatchRange): Sql {
  const names = raw(columns.join(", "));
  const now = sql`select ${names}, 1::decimal(1, 0) as sign from ${ident(table)} where batch_to is null and valid is distinct from '0'`;
  if (!range) return now;
  const from = raw(String(range.fromBatch));
  const to = raw(String(range.toBatch));
  return sql`${now} and batch_from between ${from} and ${to}
    union all
    select ${names}, -1::decimal(1, 0) from ${ident(table)}
    where batch_to between ${from} and ${to} and batch_from < ${from} and valid is distinct from '0'`;
}

/** Whether a row of `alias` became current or ceased to be in the batches of the range, as a condition. */
export function inRange({ fromBatch, toBatch }: BatchRange): Sql {
  return raw(`(batch_from between ${fromBatch} and ${toBatch} or batch_to between ${fromBatch} and ${toBatch})`);
}
