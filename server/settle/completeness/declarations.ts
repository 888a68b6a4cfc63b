import type { DuckDBConnection } from "@duckdb/node-api";
import { regionSeed } from "../../facts/regions.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import { sql } from "../../store/sql.ts";
import { rowsOf } from "../policies/json-rows.ts";
import type { Declaration } from "./declaration.ts";
import { periodsOf } from "./periods.ts";

/** The act of saying what an area's loaded data hold. */
export const COMPLETENESS_DECLARED = "completeness.declared";

/** A declaration as the journal keeps it: its number is that of the act. */
export interface Declared {
  number: number;
  at: string;
  by: string;
  declaration: Declaration;
}

const shape = {
  declaration: "INTEGER",
  area: "VARCHAR",
  scheme: "VARCHAR",
  care_group: "VARCHAR",
  valid_from: "DATE",
  valid_to: "DATE",
  state: "VARCHAR",
};

/** What was declared, in the order of the journal, and the table `completeness` that follows from it. */
export class Declarations {
  readonly #declared: Declared[] = [];

  onEntry({ seq, at, actor, act, data }: JournalEntry): void {
    if (act !== COMPLETENESS_DECLARED) return;
    const { declarations } = data as { declarations: Declaration[] };
    for (const declaration of declarations) this.#declared.push({ number: seq, at, by: actor, declaration });
  }

  all(): readonly Declared[] {
    return this.#declared;
  }

  /** Makes the table what was declared. */
  async project(connection: DuckDBConnection): Promise<void> {
    await execute(connection, sql`delete from completeness`);
    if (this.#declared.length === 0) return;
    const areas = regionSeed().filter(({ country, pooling, in_scheme }) => country === "CN" && pooling && in_scheme);
    const periods = periodsOf(this.#declared, areas);
    await execute(connection, sql`insert into completeness by name from ${rowsOf(shape, periods)}`);
  }
}
