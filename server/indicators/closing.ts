import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../errors.ts";
import { additiveColumns, isCount, rolledUp } from "../facts/cubes/additive.ts";
import type { JournalEntry } from "../journal/journal.ts";
import { execute } from "../store/database.ts";
import type { Cell, Reader } from "../store/reader.ts";
import { ident, join, raw, sql } from "../store/sql.ts";
import { ruleSet } from "./rule-set.ts";
import { lastBatchBuilt } from "./watermark.ts";

/** The act that closes a month of settlement: its figures are published and stand. */
export const MONTH_CLOSED = "month.closed";

/** What the journal keeps of a closed month: its figures in cells, by column. */
export interface ClosedMonth extends Record<string, unknown> {
  month: string;
  batch: number;
  ruleSet: string;
  fingerprint: string;
  cells: Record<string, Cell[]>;
}

const dimensions = ["care_scope", "route", "care_group", "insured_province", "care_province"];
const columns = [...dimensions, ...additiveColumns];

/** The figures of a month as they are now, to be closed. @throws figure.bad_month where it has none */
export async function figuresToClose(reader: Reader, month: string): Promise<ClosedMonth> {
  const day = /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? `${month}-01` : null;
  const found = sql`select fingerprint from claim_month where month = ${day}::date`;
  const [row] = await reader.rows<{ fingerprint: string }>(found);
  if (!row) throw fail("figure.bad_month", { name: "close", expected: "a month with claims, as 2021-11", got: month });
  const ofMonth = sql`(select * from claim_cube_pair where month = ${day}::date)`;
  const cells = await reader.columns(
    sql`select * from (${rolledUp(ofMonth, dimensions)}) order by ${join(dimensions.map(ident))}`,
  );
  return {
    month,
    batch: await lastBatchBuilt(reader),
    ruleSet: await ruleSet(reader),
    fingerprint: row.fingerprint,
    cells: Object.fromEntries(cells.names.map((name, i) => [name, cells.columns[i] ?? []])),
  };
}

/** The closings of a journal, the last of each month: closed again means published anew. */
export class Closings {
  readonly #last = new Map<string, JournalEntry>();

  onEntry(entry: JournalEntry): void {
    if (entry.act === MONTH_CLOSED) this.#last.set((entry.data as ClosedMonth).month, entry);
  }

  /** Makes the table `month_closing` what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from month_closing");
    for (const entry of this.#last.values()) await projectClosing(connection, entry);
    this.#last.clear();
  }
}

/** Writes one closing into its table, in place of an earlier one of that month. */
export async function projectClosing(connection: DuckDBConnection, { at, actor, data }: JournalEntry): Promise<void> {
  const { month, batch, ruleSet, fingerprint, cells } = data as ClosedMonth;
  const day = sql`${`${month}-01`}::date`;
  await execute(connection, sql`delete from month_closing where month = ${day}`);
  const rows = (cells.visits ?? []).map((_, row) =>
    Object.fromEntries(columns.map((name) => [name, cells[name]?.[row] ?? null])),
  );
  await execute(
    connection,
    sql`insert into month_closing by name
      select ${day} as month, ${at}::timestamptz::timestamp as closed_at, ${actor} as closed_by, ${BigInt(batch)} as batch,
        ${ruleSet} as rule_set, ${fingerprint} as fingerprint, cell.*
      from (select unnest(from_json(${JSON.stringify(rows)}, ${shape()})) as cell)`,
  );
}

/** The cells' types as `from_json` takes them; money as text is read exactly. */
function shape() {
  const types = [
    ...dimensions.map((name) => [name, "VARCHAR"]),
    ...additiveColumns.map((name) => [name, isCount(name) ? "BIGINT" : "DECIMAL(18,2)"]),
  ];
  return raw(`'${JSON.stringify([Object.fromEntries(types)])}'`);
}
