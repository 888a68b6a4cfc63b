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

/** Tables of which an encounter's records are held back, to come in later. */
const encounterTables = ["settlement", "encounter", "fee_line", "diagnosis"] as const;

/** Generates `rows` stays with 30 lines each and fills the tables with them as one batch a file, past the intake: facts are measured here. */
export async function fillGenerated(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  folder: string,
  config: Config,
  { rows, progress, signal }: MeasureOptions,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const context = { principal: nationalPrincipal, config, progress, signal };
  await generateCommand.run(context, { out: folder, stays: String(rows), linesPerStay: "30", seed: "1" });
  await fillFrom(connection, dictionary, folder, progress);
  await rm(folder, { recursive: true });
}

/** Fills the tables from every Parquet file of a folder, named after its table (`setl_d.part-001.parquet`). */
export async function fillFrom(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  folder: string,
  progress: MeasureOptions["progress"],
): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".parquet"));
  for (const [at, file] of files.sort().entries()) {
    progress({ phase: "write", subject: file, done: at, total: files.length });
    const table = dictionary.byOfficial(file.split(".")[0]!);
    if (table) await fill(connection, table, path.join(folder, file));
  }
}

async function fill(connection: DuckDBConnection, table: Table, file: string): Promise<void> {
  const source = sql`read_parquet(${literal(file)})`;
  const described = await new Reader(connection, UNLIMITED).rows<{ column_name: string; column_type: string }>(
    sql`describe from ${source}`,
  );
  const there = new Map(described.map(({ column_name, column_type }) => [column_name, column_type]));
  const values = storedColumns(table).flatMap((column) => {
    const name = [...column.core, column.name].find((each) => there.has(each));
    return name === undefined ? [] : [sql`${cellOf(column, ident(name), there.get(name)!)} as ${ident(column.name)}`];
  });
  const batch = await addBatch(connection, table.name);
  await execute(
    connection,
    sql`insert into ${ident(table.name)} by name
      select ${join(values)}, ${sideOf(there)} as reported_by, ${raw(String(batch))} as batch_from from ${source}`,
  );
}

/** What the intake would make of a cell; a pseudonym of any kind serves here. */
function cellOf(column: Column, cell: Sql, type: string): Sql {
  const text = type === "VARCHAR" ? sql`nullif(${cell}, '')` : cell;
  return sqlType(column) === "UUID" ? sql`md5(${text})::uuid` : sql`${text}::${raw(sqlType(column))}`;
}

/** The reporting side, as the generator's files tell it: by their flag, else by the pool that keeps them. */
function sideOf(there: ReadonlyMap<string, string>): Sql {
  if (there.has("out_flag")) return raw("case out_flag when '2' then 'care' else 'insured' end");
  if (there.has("poolarea_no") && there.has("insu_admdvs")) {
    return raw("case when left(poolarea_no, 4) = left(insu_admdvs, 4) then 'insured' else 'care' end");
  }
  return raw("'insured'");
}

/** Adds a batch of a table, to tell the facts of it. Gives its number. */
export async function addBatch(connection: DuckDBConnection, table: string): Promise<number> {
  const { batch } = await new Reader(connection).one<{ batch: number }>(
    sql`select coalesce(max(batch), 0) + 1 as batch from batch`,
  );
  const required = `'bench', 'bench', 'unknown', 'bench', '', now()::timestamp, 0, 0, 0, 0, 0, ''`;
  const names = `layout, layout_hash, reporter, source_name, sha256, received_at, rows_read, rows_accepted, rows_duplicate,
    rows_replaced, rows_rejected, columns_supplied`;
  await execute(
    connection,
    sql`insert into batch (batch, table_name, ${raw(names)}) values (${batch}, ${table}, ${raw(required)})`,
  );
  return batch;
}

/** Takes `parts` × `settlements` stays out of the tables, with both sides' records, to be brought in part by part later. */
export async function holdBack(connection: DuckDBConnection, parts: number, settlements: number): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  await run(sql`create or replace temp table held_number as
    select sender_settlement_id, row_number() over (order by hash(sender_settlement_id)) % ${raw(String(parts))} as part
    from (select distinct sender_settlement_id from settlement where left(care_type, 2) = '21' and sender_settlement_id is not null)
    qualify row_number() over (order by hash(sender_settlement_id)) <= ${raw(String(parts * settlements))}`);
  await run(`create or replace temp table held_encounter_id as
    select distinct encounter_id, part from settlement join held_number using (sender_settlement_id)`);
  for (const table of encounterTables) {
    await run(sql`create or replace table ${ident(`held_${table}`)} as
      select ${ident(table)}.*, part from ${ident(table)} join held_encounter_id using (encounter_id)`);
    await run(sql`delete from ${ident(table)} where encounter_id in (select encounter_id from held_encounter_id)`);
  }
  await run("checkpoint");
}

/** Brings one held part in, each table as a batch. */
export async function bringIn(connection: DuckDBConnection, part: number): Promise<void> {
  for (const table of encounterTables) {
    const batch = raw(String(await addBatch(connection, table)));
    await execute(
      connection,
      sql`insert into ${ident(table)} by name
        select * exclude (part) replace (${batch} as batch_from) from ${ident(`held_${table}`)} where part = ${raw(String(part))}`,
    );
  }
}

/** Corrects the settlements of one held part that was brought in, and their lines: a fen more each. */
export async function correct(connection: DuckDBConnection, part: number): Promise<void> {
  for (const [table, amount] of [
    ["settlement", "total_cost"],
    ["fee_line", "amount"],
  ] as const) {
    const batch = raw(String(await addBatch(connection, table)));
    const held = sql`(select encounter_id from held_encounter_id where part = ${raw(String(part))})`;
    await execute(
      connection,
      sql`create or replace temp table corrected as from ${ident(table)} where batch_to is null and encounter_id in ${held}`,
    );
    await execute(
      connection,
      sql`update ${ident(table)} set batch_to = ${batch} where batch_to is null and encounter_id in ${held}`,
    );
    await execute(
      connection,
      sql`insert into ${ident(table)} by name
        select * replace (${batch} as batch_from, ${ident(amount)} + 0.01 as ${ident(amount)}) from corrected`,
    );
  }
}
