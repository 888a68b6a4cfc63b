import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { PlanStep } from "../plan.ts";
import { type Bounds, runBounded } from "./statement.ts";

/** What `audit_count` keeps under no bucket: the sum of all. */
const TOTAL = -1;

/**
 * What the steps of the last run of all rules counted, by buckets of owners (`audit_count`): where rows of some owners changed, only their buckets are counted
 * again. A step is told by its very statement, since counts stand in its order.
 */
export class KeptCounts {
  readonly #connection: DuckDBConnection;
  readonly #reader: Reader;
  #engine = "";
  #known: ReadonlySet<string> = new Set();
  readonly #begun = new Set<string>();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
    this.#reader = new Reader(connection, UNLIMITED);
  }

  async open(): Promise<void> {
    // Hashes of values may be others in another engine.
    this.#engine = (await this.#reader.one<{ engine: string }>(raw("select version() as engine"))).engine;
    await this.#run("create table if not exists audit_count (step varchar, bucket integer, counts bigint[])");
    const known = await this.#reader.rows<{ step: string }>(
      sql`select step from audit_count where bucket = ${raw(String(TOTAL))}`,
    );
    this.#known = new Set(known.map(({ step }) => step));
    await this.#run("create or replace temp table audit_counted (step varchar, bucket integer, counts bigint[])");
    await this.#run("create or replace temp table audit_counted_step (step varchar, whole boolean)");
  }

  /** Counts all rows of a step, by bucket. */
  async countWhole(step: PlanStep, bounds: Bounds): Promise<readonly number[]> {
    const key = await this.#begin(step, true);
    const { byBucket } = step.counts;
    await runBounded(
      this.#connection,
      sql`insert into audit_counted select ${key} as step, bucket, counts from (${byBucket!})`,
      bounds,
    );
    return this.#total(step, key);
  }

  /** Takes the counts that came with findings (`PlanStep.onceByBucket`) out of temp.audit_row. */
  async takeWhole(step: PlanStep): Promise<readonly number[]> {
    const key = await this.#begin(step, true);
    await this.#run(sql`insert into audit_counted
      select ${key} as step, subject::integer as bucket, from_json("values", '["BIGINT"]') as counts from temp.audit_row where rule is null`);
    await this.#run("delete from temp.audit_row where rule is null");
    return this.#total(step, key);
  }

  /** Whether the last run of all rules left counts of this very step. */
  knows({ counts: { byBucket } }: PlanStep): boolean {
    return byBucket ? this.#known.has(this.#keyOf(byBucket)) : false;
  }

  /**
   * Counts a step again in some buckets: the rows that it reads now are all of those buckets, and perhaps others.
   * @param buckets a temporary table with the column `bucket`
   */
  async countAgain(step: PlanStep, buckets: string, bounds: Bounds): Promise<readonly number[]> {
    const key = await this.#begin(step, false);
    const again = sql`(select bucket from ${ident(buckets)})`;
    await runBounded(
      this.#connection,
      sql`insert into audit_counted
        select ${key} as step, bucket, counts from (${step.counts.byBucket!}) where bucket in ${again}`,
      bounds,
    );
    const before = sql`select bucket, counts from audit_count where step = ${key} and bucket in ${again}`;
    const counts = await this.#sums(
      step,
      sql`select 1 as sign, counts from audit_count where step = ${key} and bucket = ${raw(String(TOTAL))}
        union all select -1, counts from (${before})
        union all select 1, counts from temp.audit_counted where step = ${key}`,
    );
    // What a bucket no longer has is told by an empty list.
    await this.#run(sql`insert into audit_counted
      select ${key} as step, bucket, [] as counts from (${before}) anti join (from temp.audit_counted where step = ${key}) using (bucket)
      union all ${totalRow(key, counts)}`);
    return counts;
  }

  /** The counts of a step stand as they are. */
  async stand({ counts: { byBucket } }: PlanStep): Promise<void> {
    if (byBucket) await this.#run(sql`insert into audit_counted_step values (${this.#keyOf(byBucket)}, false)`);
  }

  /** Keeps what a run of all rules counted, in its transaction. */
  async write(): Promise<void> {
    await this.#run(
      "delete from audit_count where step not in (select step from temp.audit_counted_step where not whole)",
    );
    await this.#run(
      "delete from audit_count as kept using temp.audit_counted as new where kept.step = new.step and kept.bucket = new.bucket",
    );
    await this.#run(
      "insert into audit_count select step, bucket, counts from temp.audit_counted where len(counts) > 0 order by step, bucket",
    );
  }

  async close(): Promise<void> {
    for (const table of ["audit_counted", "audit_counted_step"]) await this.#run(`drop table if exists temp.${table}`);
  }

  /** A step that is run once more begins anew. */
  async #begin({ counts: { byBucket } }: PlanStep, whole: boolean): Promise<string> {
    const key = this.#keyOf(byBucket!);
    if (this.#begun.has(key))
      for (const table of ["audit_counted", "audit_counted_step"])
        await this.#run(sql`delete from temp.${ident(table)} where step = ${key}`);
    this.#begun.add(key);
    await this.#run(sql`insert into audit_counted_step values (${key}, ${whole})`);
    return key;
  }

  async #total(step: PlanStep, key: string): Promise<readonly number[]> {
    const counts = await this.#sums(step, sql`select 1 as sign, counts from temp.audit_counted where step = ${key}`);
    await this.#run(sql`insert into audit_counted ${totalRow(key, counts)}`);
    return counts;
  }

  /** @param lists rows of `sign` and `counts` */
  async #sums({ counts: { columns } }: PlanStep, lists: Sql): Promise<number[]> {
    const sums = join(columns.map((_, i) => sql`coalesce(sum(sign * counts[${raw(String(i + 1))}]), 0)::bigint`));
    const { sums: row } = await this.#reader.one<{ sums: number[] }>(sql`select [${sums}] as sums from (${lists})`);
    return row;
  }

  #keyOf({ text, values }: Sql): string {
    return createHash("sha256")
      .update(JSON.stringify([this.#engine, text, values.map(String)]))
      .digest("hex");
  }

  #run(statement: Sql | string): Promise<void> {
    return execute(this.#connection, statement);
  }
}

const totalRow = (key: string, counts: readonly number[]): Sql =>
  sql`select ${key}, ${raw(String(TOTAL))}, [${join(counts.map((count) => raw(String(count))))}]::bigint[]`;
