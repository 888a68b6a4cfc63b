import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Config } from "../config.ts";
import generateCommand from "../jobs/commands/generate.ts";
import { execute } from "../store/database.ts";
import { sqlType, storedColumns } from "../store/ddl.ts";
import type { Column, Dictionary, Table } from "../store/dictionary.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import type { MeasureOptions } from "./measure.ts";

/** Names of things of one person or one visit. What is not named here is shared by the copies: institutions, regions, items, dates, amounts. */
const OWN = new Set([
  ...["settlement_id", "encounter_id", "reversed_settlement_id", "sender_settlement_id", "invoice_no", "list_no"],
  ...["person_no", "enrolment_id", "filing_id", "entitlement_id", "diagnosis_no", "prescription_no"],
]);

export interface CopiesWanted {
  /** What is generated, as the option of `generate` counts it. */
  unit: "stays" | "settlements";
  rows: number;
  linesPerStay: number;
  /** The most that is generated; more comes by copying it. */
  most: number;
  /** Dictionary tables to fill. */
  tables: ReadonlySet<string>;
  /** A folder the database may read; made and taken away again. */
  folder: string;
  config: Config;
}

/**
 * Fills the tables past the intake with copies of generated data, each table of each copy a batch. A copy has settlements, visits, filings and persons
 * of its own, each as in every other; so volume, widths and the number of keys are those of data generated at full size, but no person's history
 * is new. Gives in words what stands there.
 */
export async function fillWithCopies(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  { unit, rows, linesPerStay, most, tables, folder, config }: CopiesWanted,
  { progress, signal }: MeasureOptions,
): Promise<string> {
  const copies = Math.ceil(rows / most);
  const generated = Math.round(rows / copies);
  await mkdir(folder, { recursive: true });
  const context = { principal: nationalPrincipal, config, progress, signal };
  const wanted = { out: folder, [unit]: String(generated), linesPerStay: String(linesPerStay), seed: "1" };
  await generateCommand.run(context, wanted);
  for (let copy = 0; copy < copies && !signal.aborted; copy++) {
    progress({ phase: "write", subject: `copy ${copy + 1} of ${copies}`, done: copy, total: copies });
    for (const name of (await readdir(folder)).filter((each) => each.endsWith(".parquet")).sort()) {
      // A large run writes a table in parts: setl_d.part-000.parquet.
      const table = dictionary.byOfficial(name.split(".")[0]!);
      if (table && tables.has(table.name)) await fill(connection, table, path.join(folder, name), copy);
    }
  }
  await execute(connection, "checkpoint");
  await rm(folder, { recursive: true });
  return `${copies} ${copies === 1 ? "copy" : "copies"} of ${generated} generated ${unit}, written past the intake`;
}

async function fill(connection: DuckDBConnection, table: Table, file: string, copy: number): Promise<void> {
  const source = sql`read_parquet(${literal(file)})`;
  const described = await new Reader(connection, UNLIMITED).rows<{ column_name: string; column_type: string }>(
    sql`describe from ${source}`,
  );
  const there = new Map(described.map(({ column_name, column_type }) => [column_name, column_type]));
  const found = storedColumns(table).flatMap((column) => {
    const name = [...column.core, column.name].find((each) => there.has(each));
    return name === undefined ? [] : [{ column, cell: ident(name), type: there.get(name)! }];
  });
  const isShared = !found.some(({ column }) => isOwn(column));
  if (isShared && copy > 0) return;
  const values = found.map(
    ({ column, cell, type }) => sql`${cellOf(column, cell, type, copy)} as ${ident(column.name)}`,
  );
  const columns = found.map(({ column }) => column.name);
  const batch = await addBatch(connection, table.name, columns);
  await execute(
    connection,
    sql`insert into ${ident(table.name)} by name
      select ${join(values)}, ${sideOf(there)} as reported_by, ${raw(String(batch))} as batch_from from ${source}`,
  );
}

const isOwn = (column: Column) => OWN.has(column.name) || sqlType(column) === "UUID";

/** What the intake would make of a cell; a pseudonym of any kind serves here. */
function cellOf(column: Column, cell: Sql, type: string, copy: number): Sql {
  const text = type === "VARCHAR" ? sql`nullif(${cell}, '')` : cell;
  const own = isOwn(column) ? sql`${text} || ${literal(`c${copy}`)}` : text;
  return sqlType(column) === "UUID" ? sql`md5(${own})::uuid` : sql`${own}::${raw(sqlType(column))}`;
}

/** The reporting side, as the generator's files tell it: by their flag, where an area does not send it by the pool that keeps them. */
function sideOf(there: ReadonlyMap<string, string>): Sql {
  const byPool = "case when left(poolarea_no, 4) = left(insu_admdvs, 4) then 'insured' else 'care' end";
  const hasPool = there.has("poolarea_no") && there.has("insu_admdvs");
  if (there.has("out_flag"))
    return raw(
      `case out_flag when '0' then 'insured' when '1' then 'insured' when '2' then 'care' else ${hasPool ? byPool : "'insured'"} end`,
    );
  return raw(hasPool ? byPool : "'insured'");
}

/** Adds a batch of a table, to tell the facts of it, which brings the columns of the batch before where none are named. Gives its number. */
export async function addBatch(
  connection: DuckDBConnection,
  table: string,
  columns: readonly string[] | null = null,
): Promise<number> {
  const { batch } = await new Reader(connection).one<{ batch: number }>(
    sql`select coalesce(max(batch), 0) + 1 as batch from batch`,
  );
  const required = `'bench', 'bench', 'unknown', 'bench', '', now()::timestamp, 0, 0, 0, 0, 0`;
  const before = sql`(select arg_max(columns_supplied, batch) from batch where table_name = ${table})`;
  const supplied = columns ? sql`${columns.join(",")}` : sql`coalesce(${before}, '')`;
  const names = `layout, layout_hash, reporter, source_name, sha256, received_at, rows_read, rows_accepted, rows_duplicate,
    rows_replaced, rows_rejected, columns_supplied`;
  await execute(
    connection,
    sql`insert into batch (batch, table_name, ${raw(names)}) select ${batch}, ${table}, ${raw(required)}, ${supplied}`,
  );
  return batch;
}
