import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import { columnTypesOf, KNOWLEDGE, tableOf } from "./class-table.ts";
import { type KnowledgeClass, knowledgeClasses } from "./knowledge-class.ts";
import type { SheetCounts } from "./row-counts.ts";

const META = "knowledge";
const ranked = raw(readFileSync(new URL("in-force.sql", import.meta.url), "utf8"));
const pointColumns =
  "{knowledge: 'VARCHAR', point: 'VARCHAR', item_code: 'VARCHAR', item_name: 'VARCHAR', basis: 'VARCHAR', source: 'VARCHAR', content: 'VARCHAR'}";
const rejectColumns = `{file: 'VARCHAR', sheet: 'VARCHAR', line: 'BIGINT', "column": 'VARCHAR', expected: 'VARCHAR', got: 'VARCHAR'}`;

/** A load as the tables show it, and the files of its points and refused rows, one JSON object a line. */
export interface LoadInForce {
  load: number;
  batch: number | null;
  published: string | null;
  /** ISO moment and person; null for what comes with the program. */
  at: string | null;
  by: string | null;
  files: readonly string[];
  sheets: readonly SheetCounts[];
  points: number;
  pointsFile: string;
  rejectedFile: string | null;
}

/** The fingerprint that the tables were filled under; null where they were not. */
export async function knowledgeInForce(connection: DuckDBConnection): Promise<string | null> {
  const rows = await new Reader(connection).rows<{ value: string }>(sql`select value from meta where name = ${META}`);
  return rows[0]?.value ?? null;
}

/** Fills the tables of knowledge anew from all loads, in the caller's transaction: history, which version is in force, and a table of points for each class. */
export async function fillKnowledge(
  connection: DuckDBConnection,
  loads: readonly LoadInForce[],
  fingerprint: string,
  classes: readonly KnowledgeClass[] = knowledgeClasses(),
): Promise<void> {
  for (const table of ["knowledge_point", "knowledge_load", "knowledge_reject"])
    await execute(connection, sql`delete from ${ident(table)}`);
  await execute(
    connection,
    "create or replace temp table loaded_point as select * exclude (in_force, superseded_by) from knowledge_point",
  );
  for (const load of loads) await takeLoad(connection, load);
  await execute(connection, sql`insert into knowledge_point by name select * exclude (place, latest) from (${ranked})`);
  await execute(connection, "drop table temp.loaded_point");
  await execute(connection, sql`create schema if not exists ${ident(KNOWLEDGE)}`);
  for (const each of classes)
    await execute(connection, sql`create or replace table ${tableOf(each)} as ${pointsOf(each)}`);
  await execute(connection, sql`delete from meta where name = ${META}`);
  await execute(connection, sql`insert into meta values (${META}, ${fingerprint})`);
}

async function takeLoad(connection: DuckDBConnection, each: LoadInForce): Promise<void> {
  const { load, batch, published, at, by, files, sheets, points, pointsFile, rejectedFile } = each;
  const number = raw(String(load));
  const issue = sql`${batch === null ? raw("null::bigint") : raw(String(batch))} as published_batch, ${published}::date as published_on`;
  const read = (file: string, columns: string) =>
    sql`read_json(${literal(file)}, format = 'newline_delimited', columns = ${raw(columns)}, maximum_object_size = 4194304)`;
  await execute(
    connection,
    sql`insert into loaded_point by name select ${number} as load, ${issue}, * from ${read(pointsFile, pointColumns)}`,
  );
  const sum = (name: keyof SheetCounts) =>
    raw(String(sheets.reduce((total, counts) => total + Number(counts[name]), 0)));
  await execute(
    connection,
    sql`insert into knowledge_load by name select ${number} as load, ${issue}, ${at}::timestamptz::timestamp as loaded_at, ${by} as loaded_by,
      cast(from_json(${JSON.stringify(files)}, '["VARCHAR"]') as varchar[]) as files, ${JSON.stringify(sheets)} as sheets, ${sum("read")} as rows_read,
      ${sum("accepted")} as rows_accepted, ${sum("duplicate")} as rows_duplicate, ${sum("replaced")} as rows_replaced,
      ${sum("rejected")} as rows_rejected, ${raw(String(points))} as points`,
  );
  if (rejectedFile)
    await execute(
      connection,
      sql`insert into knowledge_reject by name select ${number} as load, * exclude ("column"), "column" as column_name
        from ${read(rejectedFile, rejectColumns)}`,
    );
}

/** SELECT of a class's points in force, in the columns of its table. */
function pointsOf(each: KnowledgeClass): Sql {
  const columns = columnTypesOf(each);
  const own = columns.slice(0, -4);
  const shape = JSON.stringify(
    Object.fromEntries(own.map(([name, type]) => [name, type.endsWith("[]") ? ["VARCHAR"] : "VARCHAR"])),
  );
  const said = own.map(([name, type]) => sql`cast(said.${ident(name)} as ${raw(type)}) as ${ident(name)}`);
  return sql`select ${join(said)}, item_name, basis,
      case when load = 0 then 'shipped' else coalesce(cast(published_batch as varchar), 'load ' || load) end as batch, published_on
    from (select *, from_json(content, ${literal(shape)}) as said from knowledge_point where in_force and knowledge = ${literal(each.name)})`;
}
