import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import type { Partition } from "../compile/partition.ts";
import type { PlanStep } from "../plan.ts";
import type { Relation, Relations } from "../relation.ts";
import type { Cuts } from "./cuts.ts";

/**
 * The relations under the names that a run's statements read them by: each is a temporary view, so that one compiled statement reads the whole relation or
 * only the rows of some owners.
 */
export function viewed(relations: Relations): Relations {
  return new Map([...relations].map(([name, relation]) => [name, { ...relation, rows: ident(`audited_${name}`) }]));
}

/** Relations that a statement reads. */
export function readBy(relations: Relations, ...statements: readonly Sql[]): Relation[] {
  return [...relations.values()].filter(({ rows }) => statements.some(({ text }) => text.includes(rows.text)));
}

/** What stands behind the views on a connection. */
export class RelationViews {
  readonly #connection: DuckDBConnection;
  readonly #stored: Relations;
  readonly #views: Relations;
  readonly #made: Sql[] = [];

  constructor(connection: DuckDBConnection, stored: Relations, views: Relations) {
    this.#connection = connection;
    this.#stored = stored;
    this.#views = views;
  }

  /** Every relation that steps read, whole. A register is gathered once, for all statements of the run. */
  async open(steps: readonly PlanStep[]): Promise<void> {
    const statements = steps.flatMap(({ findings, counts }) => [findings, counts.statement]);
    const read = new Set(readBy(this.#views, ...statements).map(({ name }) => name));
    const named = (name: string) => statements.some(({ text }) => text.includes(`register_${name}`));
    for (const { name, register, rows } of this.#stored.values()) {
      if (register && (read.has(name) || named(name))) {
        await execute(this.#connection, register);
        this.#made.push(sql`view ${rows}`);
      }
      if (!read.has(name)) continue;
      if (!register) await this.#show(name, rows);
      else await execute(this.#connection, sql`create or replace temp table ${this.#rows(name)} as from ${rows}`);
      this.#made.push(sql`${raw(register ? "table" : "view")} ${this.#rows(name)}`);
    }
  }

  /** Only the rows of owners that are run again, and of others in their buckets. */
  async cutDown({ sides }: Partition, cuts: Cuts, pool: string): Promise<void> {
    for (const { relation, column, whole } of sides)
      if (!whole) await this.#show(relation.name, await cuts.rowsOf(this.#stored.get(relation.name)!, column, pool));
  }

  async restore({ sides }: Partition): Promise<void> {
    for (const { relation } of sides) await this.#show(relation.name, this.#stored.get(relation.name)!.rows);
  }

  async close(): Promise<void> {
    for (const each of this.#made.splice(0).reverse()) await execute(this.#connection, sql`drop ${each}`);
  }

  async #show(name: string, rows: Sql): Promise<void> {
    await execute(this.#connection, sql`create or replace temp view ${this.#rows(name)} as from ${rows}`);
  }

  #rows(name: string): Sql {
    return this.#views.get(name)!.rows;
  }
}
