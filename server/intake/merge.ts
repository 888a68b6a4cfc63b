import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../store/sql.ts";

export interface MergePlan {
  /** Table of the store. */
  table: string;
  /** Temporary table of the checked records: the key and `bad` (true = rejected). Its rowid is the record order. */
  staged: string;
  /** The same records with all of `columns` and `bad`, as a sub-query, in the same order. */
  rows: Sql;
  /** How many are bad. */
  bad: number;
  /** Stored columns, `reported_by` included, without batch_from and batch_to. */
  columns: string[];
  key: string[];
  /** The column that tells which of two versions is newer, if the table has one. */
  newerBy: string | null;
  batch: number;
}

export interface MergeOutcome {
  counts: { accepted: number; duplicate: number; replaced: number };
  /** Some keys stand more than once in the batch, or are stored already. */
  mixed: boolean;
}

/**
 * Classifies the good records of `staged` against what is stored and against each other, and prepares the temporary
 * tables that `applyMerge` writes. Reads only; nothing is changed.
 *
 * A record whose whole content is stored already under its key, in any version, is a duplicate. The versions of a key
 * are ordered by `newerBy` (none first), then by arrival; the last is current. Any split, order and repetition of the
 * same records therefore leads to one state, as long as different versions differ in `newerBy`.
 */
export async function planMerge(connection: DuckDBConnection, plan: MergePlan): Promise<MergeOutcome> {
  const reader = new Reader(connection, UNLIMITED);
  const key = join(plan.key.map(ident));
  const table = ident(plan.table);
  const staged = ident(plan.staged);
  await execute(
    connection,
    sql`create or replace temp table merge_keys as
        select ${key} from ${staged} where not bad group by all having count(*) > 1
        union
        select ${key} from ${table} as held
        where exists (select 1 from ${staged} as fresh where not fresh.bad and ${equal(plan.key, "fresh", "held")})`,
  );
  const { good, affected } = await reader.one<{ good: number; affected: number }>(
    sql`select (select count(*) from ${staged} where not bad) as good, (select count(*) from merge_keys) as affected`,
  );
  if (affected === 0) return { counts: { accepted: good, duplicate: 0, replaced: 0 }, mixed: false };
  const columns = join(plan.columns.map(ident));
  await execute(connection, sql`create or replace temp table ${staged} as select ${columns}, bad from ${plan.rows}`);
  await rankVersions(connection, plan);
  const counts = await reader.one<MergeOutcome["counts"]>(
    sql`select (${good} - (select count(*) from merge_affected) + count(*) filter (accepted))::BIGINT as accepted,
               ((select count(*) from merge_affected) - count(*))::BIGINT as duplicate,
               count(*) filter (not accepted) as replaced
        from merge_fresh`,
  );
  return { counts, mixed: true };
}

/** Writes the planned records and closes the versions they replace. Runs inside the caller's transaction. */
export async function applyMerge(connection: DuckDBConnection, plan: MergePlan, mixed: boolean): Promise<void> {
  const table = ident(plan.table);
  const staged = ident(plan.staged);
  const columns = join(plan.columns.map(ident));
  const insert = sql`insert into ${table} (${columns}, batch_from, batch_to) select ${columns}, ${plan.batch}::BIGINT, null`;
  if (!mixed) return execute(connection, sql`${insert} from ${plan.rows} ${raw(plan.bad > 0 ? "where not bad" : "")}`);
  await execute(
    connection,
    sql`${insert} from ${staged} as fresh
        where not bad and not exists (select 1 from merge_keys as k where ${equal(plan.key, "fresh", "k")})`,
  );
  await execute(
    connection,
    sql`update ${table} as held set batch_to = ${plan.batch}::BIGINT
        from merge_fresh as fresh
        where fresh.winner and held.batch_to is null and ${equal(plan.key, "fresh", "held")}`,
  );
  await execute(connection, insertFresh(plan));
}

function insertFresh(plan: MergePlan): Sql {
  const names = join(plan.columns.map(ident));
  const values = join(plan.columns.map((name) => sql`s.${ident(name)}`));
  return sql`insert into ${ident(plan.table)} (${names}, batch_from, batch_to)
    select ${values}, ${plan.batch}::BIGINT, case when f.winner then null else ${plan.batch}::BIGINT end
    from ${ident(plan.staged)} as s join merge_fresh as f on s.rowid = f.ord`;
}

async function rankVersions(connection: DuckDBConnection, plan: MergePlan): Promise<void> {
  const columns = join(plan.columns.map(ident));
  const key = join(plan.key.map(ident));
  const newer = plan.newerBy ? sql`${ident(plan.newerBy)} asc nulls first, ` : raw("");
  await execute(
    connection,
    sql`create or replace temp table merge_affected as
        select rowid as ord, ${columns} from ${ident(plan.staged)} as fresh
        where not bad and exists (select 1 from merge_keys as k where ${equal(plan.key, "fresh", "k")})`,
  );
  await execute(
    connection,
    sql`create or replace temp table merge_held as
        select ${columns}, batch_from, batch_to from ${ident(plan.table)} as held
        where exists (select 1 from merge_keys as k where ${equal(plan.key, "held", "k")})`,
  );
  await execute(
    connection,
    sql`create or replace temp table merge_fresh as
        with distinct_fresh as (select ${columns}, min(ord) as ord from merge_affected group by ${columns}),
        unseen as (
          select * from distinct_fresh as fresh
          where not exists (select 1 from merge_held as held where ${same(plan.columns, "fresh", "held")})
        ),
        versions as (
          select ${columns}, ord, true as is_fresh, ${plan.batch}::BIGINT as arrived from unseen
          union all
          select ${columns}, -1, false, batch_from from merge_held where batch_to is null
        )
        select ${key}, ord, position = last_position as winner, position = last_position and not known as accepted
        from (
          select ${key}, ord, is_fresh,
                 row_number() over (partition by ${key} order by ${newer}arrived, ord) as position,
                 count(*) over (partition by ${key}) as last_position,
                 bool_or(not is_fresh) over (partition by ${key}) as known
          from versions
        )
        where is_fresh`,
  );
}

function equal(columns: string[], left: string, right: string): Sql {
  return join(
    columns.map((name) => sql`${raw(left)}.${ident(name)} = ${raw(right)}.${ident(name)}`),
    " and ",
  );
}

function same(columns: string[], left: string, right: string): Sql {
  return join(
    columns.map((name) => sql`${raw(left)}.${ident(name)} is not distinct from ${raw(right)}.${ident(name)}`),
    " and ",
  );
}
