import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { bucketOf } from "../compile/bucket.ts";
import type { PlanStep } from "../plan.ts";
import type { Relation } from "../relation.ts";

/** Beyond so many rows, those of some owners are read where they are stored, each time. */
const MOST_ROWS = 1_000_000;

/** What owners are: those of one pool share buckets. */
export interface Pool {
  name: string;
  /** The type of an owner in the database. */
  type: string;
  /** Tables of owners, column `value`. */
  owners: string[];
}

/**
 * The rows of owners that are run again, gathered once for all steps: of every relation those whose owner by a column is in a bucket of any owner that some
 * step runs again by a column of that name and type.
 */
export class Cuts {
  readonly #connection: DuckDBConnection;
  readonly #pools = new Map<string, { type: string; buckets: string }>();
  readonly #rows = new Map<string, Sql>();
  readonly #tables: string[] = [];
  #named = "";

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Begins anew. @param steps that read the cuts */
  async gather(pools: readonly Pool[], steps: readonly PlanStep[]): Promise<void> {
    await this.close();
    this.#named = steps
      .map(({ findings, counts }) => `${findings.text} ${counts.byBucket?.text ?? counts.statement.text}`)
      .join(" ");
    for (const { name, type, owners } of pools) {
      const table = `audit_bucket_${this.#pools.size}`;
      const values = join(
        owners.map((each) => sql`select value from ${ident(each)}`),
        " union all ",
      );
      // Rows without an owner are read with any others.
      const none = raw(type === "VARCHAR" ? " union all select null union all select ''" : " union all select null");
      await this.#run(
        sql`create or replace temp table ${ident(table)} as select distinct ${bucketOf(raw("value"))} as bucket from (${values}${none})`,
      );
      this.#tables.push(table);
      this.#pools.set(name, { type, buckets: table });
    }
  }

  /** The buckets of a pool, as a temporary table. */
  bucketsOf(pool: string): string {
    return this.#pools.get(pool)!.buckets;
  }

  /** FROM of the rows of a relation in the buckets of a pool. */
  async rowsOf(relation: Relation, column: string, pool: string): Promise<Sql> {
    const key = JSON.stringify([relation.name, column, pool]);
    const known = this.#rows.get(key);
    if (known) return known;
    const { type, buckets } = this.#pools.get(pool)!;
    const owner =
      relation.stored.get(column) === type ? ident(column) : sql`try_cast(${ident(column)} as ${raw(type)})`;
    const within = sql`${bucketOf(owner)} in (select bucket from ${ident(buckets)})`;
    const narrowed = relation.narrowed?.columns.includes(column)
      ? relation.narrowed.rows(within)
      : sql`(select * from ${relation.rows} where ${within})`;
    const named = join(
      [...relation.stored.keys()].filter((each) => this.#named.includes(each)).map((each) => ident(each)),
    );
    const table = ident(`audit_cut_${this.#rows.size}`);
    await this.#run(
      sql`create or replace temp table ${table} as select ${named} from ${narrowed} limit ${raw(String(MOST_ROWS + 1))}`,
    );
    const { cut } = await new Reader(this.#connection, UNLIMITED).one<{ cut: number }>(
      sql`select count(*) as cut from ${table}`,
    );
    const from = cut > MOST_ROWS ? narrowed : table;
    if (cut > MOST_ROWS) await this.#run(sql`drop table ${table}`);
    else this.#tables.push(`audit_cut_${this.#rows.size}`);
    this.#rows.set(key, from);
    return from;
  }

  async close(): Promise<void> {
    for (const table of this.#tables.splice(0)) await this.#run(sql`drop table if exists temp.${ident(table)}`);
    this.#pools.clear();
    this.#rows.clear();
  }

  #run(statement: Sql): Promise<void> {
    return execute(this.#connection, statement);
  }
}
