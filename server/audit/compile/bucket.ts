import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Partition } from "./partition.ts";

/** Into how many buckets the owners of rows fall: so many that few owners share one where a nation's claims are owners. */
export const BUCKETS = 2 ** 18;

/** The bucket of an owner; rows without one have one as well. */
export const bucketOf = (owner: Sql): Sql => sql`cast(hash(${owner}) % ${raw(String(BUCKETS))} as integer)`;

/** Rows that are counted, each count a number of them. */
export interface CountedRows {
  /** FROM and WHERE. */
  from: Sql;
  counts: readonly Sql[];
  /** The owner of a row; null where rows fall into no parts. */
  owner: Sql | null;
}

/** The column by which rows of a side are parted, where all sides give values of one type: else they cannot share buckets. */
export function ownerColumn(partition: Partition | null, side: number, table: string): Sql | null {
  const parted = partition?.sides[side];
  if (!parted) return null;
  const types = new Set(partition.sides.map(({ relation, column }) => relation.stored.get(column)));
  return types.size === 1 ? sql`${ident(table)}.${ident(parted.column)}` : null;
}

/** All counts in one row. */
export function countedWhole(rows: readonly CountedRows[]): Sql {
  const sides = numbered(rows).map(
    ({ counts, from }, side) => sql`(select ${counts} from ${from}) as ${raw(`counted_${side}`)}`,
  );
  return sql`select * from ${join(sides, " cross join ")}`;
}

/**
 * The same counts of each bucket of owners that has any: `bucket`, and `counts` as a list. What changed can so be counted again without the rest. Null where
 * rows fall into no parts.
 */
export function countedByBucket(rows: readonly CountedRows[]): Sql | null {
  const width = rows.reduce((sum, { counts }) => sum + counts.length, 0);
  const sides = numbered(rows).flatMap(({ counts, from, owner }) =>
    owner ? [sql`select ${bucketOf(owner)} as bucket, ${counts} from ${from} group by all`] : [],
  );
  if (sides.length < rows.length) return null;
  const sums = Array.from({ length: width }, (_, i) => sql`coalesce(sum(${countName(i)}), 0)::bigint`);
  return sql`select bucket, counts from (
      select bucket, [${join(sums)}] as counts from (${join(sides, " union all by name ")}) group by bucket
    ) where list_sum(counts) > 0`;
}

function numbered(rows: readonly CountedRows[]): { counts: Sql; from: Sql; owner: Sql | null }[] {
  let number = 0;
  return rows.map(({ counts, ...rest }) => ({
    ...rest,
    counts: join(counts.map((count) => sql`${count} as ${countName(number++)}`)),
  }));
}

export const countName = (i: number): Sql => ident(`count_${i}`);
