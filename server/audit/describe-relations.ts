import { readdirSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { KNOWLEDGE } from "../knowledge/class-table.ts";
import { type Column, type Dictionary, loadDictionary } from "../store/dictionary.ts";
import { Reader } from "../store/reader.ts";
import { ident, type Sql, sql } from "../store/sql.ts";
import { changedRecords } from "./changes/current.ts";
import { typeOfColumn } from "./expressions/value-type.ts";
import { knowledgeRelations } from "./knowledge-relations.ts";
import type { Meaning, Relation, RelationColumn, RelationFile, Relations, RowSource } from "./relation.ts";

const folder = new URL("relations/", import.meta.url);
/** Of the store and of data protection: no rule is about them. */
const unusable = /^(certificate_no|.*_fault|batch_.*|generated_scale|valid|memo)$/;
const numbers = ["money", "price"];

let files: Promise<readonly RelationFile[]> | undefined;

/** Every file of `relations/`. A file is a relation; there is no list. */
export function relationFiles(): Promise<readonly RelationFile[]> {
  files ??= Promise.all(
    readdirSync(folder)
      .filter((name) => /^[a-z_]+\.ts$/.test(name))
      .sort()
      .map(async (name) => {
        const { default: file } = (await import(new URL(name, folder).href)) as { default: RelationFile };
        if (`${file.name}.ts` !== name)
          throw new TypeError(`${name} describes "${file.name}"; file name and name must agree`);
        return file;
      }),
  );
  return files;
}

/**
 * The relations of a database whose facts are built: those of `relations/` that stand in it, and every view of the schema `current` by the
 * dictionary table it shows, and the knowledge of every class. Names and types come from the database, meanings from the dictionary and the class.
 */
export async function describeRelations(connection: DuckDBConnection): Promise<Relations> {
  const reader = new Reader(connection);
  const dictionary = loadDictionary();
  const written = await relationFiles();
  const views = await reader.rows<{ name: string }>(
    sql`select view_name as name from duckdb_views() where schema_name = 'current' order by view_name`,
  );
  const tables = await reader.rows<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'main'`,
  );
  const there = new Set(tables.map(({ name }) => name));
  const described: Relation[] = [];
  for (const file of written) {
    if (!(file.register ? (file.reads ?? []) : [file.name]).every((table) => there.has(table))) continue;
    described.push(await describe(reader, file, file.name, ident(file.name), written, dictionary));
  }
  const known = await reader.rows<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = ${KNOWLEDGE}`,
  );
  for (const file of knowledgeRelations()) {
    if (known.some(({ name }) => file.name === `${KNOWLEDGE}.${name}`))
      described.push(await describe(reader, file, file.name, ident(file.name), written, dictionary));
  }
  for (const { name } of views) {
    const rows = sql`${ident("current")}.${ident(name)}`;
    described.push(await describe(reader, fileOfView(name, dictionary), `current.${name}`, rows, written, dictionary));
  }
  return new Map(described.map((relation) => [relation.name, relation]));
}

/** A current row of a dictionary table: title, grain, key and columns are the table's. */
function fileOfView(name: string, dictionary: Dictionary): RelationFile {
  const { title, key, columns } = dictionary.table(name);
  const grain = { zh: `一条现行有效的${title.zh}记录`, en: dictionary.table(name).grain };
  const day = ["begin_date", "open_from", "requested_at", "attempted_at"].find((column) => columns.has(column));
  return { name, title, grain, key, speaks: [name], like: ["claim", "line"], own: {}, ...(day ? { day } : {}) };
}

async function describe(
  reader: Reader,
  file: RelationFile,
  name: string,
  rows: Sql,
  all: readonly RelationFile[],
  dictionary: Dictionary,
): Promise<Relation> {
  const view = ident(`register_${name}`);
  const source = file.register ? sql`(${file.register()})` : rows;
  const stored = await reader.rows<{ column_name: string; column_type: string }>(
    sql`select column_name, column_type from (describe select * from ${source} as described)`,
  );
  const columns = new Map<string, RelationColumn>();
  for (const { column_name, column_type } of stored) {
    const column = meant(column_name, column_type, file, all, dictionary);
    if (column) columns.set(column_name, column);
  }
  const { title, grain, key } = file;
  const subject = file.subject ?? { columns: key };
  const types = new Map(stored.map(({ column_name, column_type }) => [column_name, column_type]));
  const own = new Set(dictionary.tables.get(file.name)?.columns.keys() ?? []);
  return {
    name,
    title,
    grain,
    key,
    subject,
    day: file.day ?? null,
    ofLines: file.ofLines ?? false,
    source: file.source ?? sourceOf(file.name, name, types),
    changed:
      file.changed ??
      (name.startsWith("current.") ? changedRecords(file.name, own, new Set(types.keys())) : () => null),
    narrowed: file.narrowed ?? null,
    rows: file.register ? view : rows,
    register: file.register ? sql`create or replace temp view ${view} as ${file.register()}` : null,
    columns,
    stored: types,
  };
}

/** A current row is as its batch brought it. */
function sourceOf(table: string, name: string, stored: ReadonlyMap<string, string>): RowSource | null {
  return name === `current.${table}` && stored.has("batch_from") ? { table, batch: "batch_from" } : null;
}

/** A column with its meaning; null for what rules may not use, and for what nobody explains. */
function meant(
  name: string,
  sqlType: string,
  file: RelationFile,
  all: readonly RelationFile[],
  dictionary: Dictionary,
): RelationColumn | null {
  if (unusable.test(name)) return null;
  const own = ownMeaning(name, file, all);
  const from = own ? undefined : dictionaryColumn(name, file, all, dictionary);
  if (from && (from.column.personal === "name" || from.column.personal === "staff")) return null;
  const label = own ?? from?.column.label;
  if (!label) return null;
  const unit = own ? (own.unit ?? null) : (from?.column.unit ?? null);
  const yuan = unit === "yuan" || (from !== undefined && numbers.includes(from.column.type.kind));
  const type = typeOfColumn(sqlType, yuan, sqlType === "VARCHAR" ? (own?.codes ?? from?.column.codes ?? null) : null);
  if (!type) return null;
  const supplied = from ? [`${from.table}.${from.column.name}`] : (own?.from ?? []);
  return { name, label: { zh: label.zh, en: label.en }, unit: yuan ? "yuan" : unit, type, sqlType, supplied };
}

function ownMeaning(name: string, file: RelationFile, all: readonly RelationFile[]): Meaning | undefined {
  const likes = (file.like ?? []).map((like) => all.find((other) => other.name === like));
  return [file, ...likes].map((each) => each?.own[name]).find((meaning) => meaning !== undefined);
}

function dictionaryColumn(name: string, file: RelationFile, all: readonly RelationFile[], dictionary: Dictionary) {
  const likes = (file.like ?? []).flatMap((like) => all.find((other) => other.name === like)?.speaks ?? []);
  for (const table of [...file.speaks, ...likes]) {
    const column: Column | undefined = dictionary.table(table).columns.get(name);
    if (column) return { table, column };
  }
  return undefined;
}
