import { type CodeTable, type Column, type Dictionary, faultColumn, type Table } from "./dictionary.ts";
import { PSEUDONYM_TYPE } from "./pseudonym.ts";
import { ident, join, literal, raw, type Sql, sql } from "./sql.ts";

/** Whether the store creates this table: what belongs to later issues is described only. */
export function exists(table: Table): boolean {
  return table.since === null;
}

/** Whether the rows of this table carry their batches. */
export function isVersioned(table: Table): boolean {
  return table.kind !== "system";
}

/** The columns that stand in the database, in order; names and addresses of persons do not. */
export function storedColumns(table: Table): Column[] {
  return [...table.columns.values()].filter(({ storage }) => storage !== "none");
}

/** DuckDB type of a stored column. */
export function sqlType(column: Column): string {
  return column.storage === "pseudonym" ? PSEUDONYM_TYPE : column.type.sql;
}

/** The statements that make the empty tables and code tables. */
export function ddl(dictionary: Dictionary): Sql[] {
  const tables = [...dictionary.tables.values()].filter(exists);
  return [...tables.map(createTable), ...[...dictionary.codes.values()].map(createCodeTable)];
}

/** The statements that fill the code tables. */
export function codeInserts(dictionary: Dictionary): Sql[] {
  return [...dictionary.codes.values()].map(fillCodeTable);
}

/**
 * CREATE TABLE of one table. No keys, indexes or constraints on versioned tables: they make loading several times
 * slower and replay after a crash risky, and the merge keeps the key. Seed rows belong to no batch: 0.
 */
export function createTable(table: Table): Sql {
  const notNull = (column: Column) => raw(!isVersioned(table) && column.required ? " NOT NULL" : "");
  const columns = storedColumns(table).map(
    (column) => sql`${ident(column.name)} ${raw(sqlType(column))}${notNull(column)}`,
  );
  const faults = storedColumns(table).flatMap((column) => faultColumn(column) ?? []);
  const own = [...faults.map((name) => sql`${ident(name)} VARCHAR`), ...batchColumns(table)];
  return sql`CREATE TABLE ${ident(table.name)} (${join([...columns, ...own])})`;
}

function batchColumns(table: Table): Sql[] {
  if (table.kind === "system") return [];
  const seed = table.kind === "seed";
  return [
    raw(`reported_by VARCHAR${seed ? " DEFAULT 'unknown'" : ""}`),
    raw(`batch_from BIGINT${seed ? " DEFAULT 0" : ""}`),
    raw("batch_to BIGINT"),
  ];
}

/** Name of the relation that holds a code table: code, zh, en, group_name, tier, class. */
export function codeTableName(name: string): string {
  return `code_${name}`;
}

function createCodeTable({ name }: CodeTable): Sql {
  const columns = "code VARCHAR, zh VARCHAR, en VARCHAR, group_name VARCHAR, tier VARCHAR, class VARCHAR";
  return sql`CREATE TABLE ${ident(codeTableName(name))} (${raw(columns)})`;
}

function fillCodeTable({ name, values }: CodeTable): Sql {
  const text = (value: string | null) => (value === null ? raw("NULL") : literal(value));
  const rows = [...values.values()].map(
    (code) => sql`(${join([code.code, code.label.zh, code.label.en, code.group, code.tier, code.class].map(text))})`,
  );
  return sql`INSERT INTO ${ident(codeTableName(name))} VALUES ${join(rows)}`;
}
