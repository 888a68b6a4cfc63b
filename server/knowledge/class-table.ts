import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../store/sql.ts";
import {
  genericKeys,
  itemKeys,
  type KnowledgeClass,
  type KnowledgeColumn,
  knowledgeClasses,
} from "./knowledge-class.ts";

/** The schema of the tables that hold the points in force, one a class. */
export const KNOWLEDGE = "knowledge";

/** The table of a class: its key, its own columns, and where a point is from. */
export const tableOf = ({ name }: Pick<KnowledgeClass, "name">): Sql => sql`${ident(KNOWLEDGE)}.${ident(name)}`;

/** Columns of a class's table with their types, in order. */
export function columnTypesOf({ key, columns }: KnowledgeClass): [name: string, type: string][] {
  const keys = key.filter((name) => !columns.some((column) => column.name === name));
  return [
    ...keys.map((name): [string, string] => [name, "VARCHAR"]),
    ...columns.map((column): [string, string] => [column.name, sqlTypeOf(column)]),
    ["item_name", "VARCHAR"],
    ["basis", "VARCHAR"],
    ["batch", "VARCHAR"],
    ["published_on", "DATE"],
  ];
}

function sqlTypeOf({ type, decimals }: KnowledgeColumn): string {
  switch (type) {
    case "number":
      return decimals === 0 ? "BIGINT" : `DECIMAL(18, ${decimals})`;
    case "boolean":
      return "BOOLEAN";
    case "date":
      return "DATE";
    case "list":
      return "VARCHAR[]";
    default:
      return "VARCHAR";
  }
}

/** Makes the tables that are not there, empty. A database that nobody brought knowledge into has them too, so that rules over it can be checked. */
export async function ensureClassTables(
  connection: DuckDBConnection,
  classes: readonly KnowledgeClass[] = knowledgeClasses(),
): Promise<void> {
  const there = await new Reader(connection).rows<{ name: string }>(
    sql`select table_name as name from duckdb_tables() where schema_name = ${KNOWLEDGE}`,
  );
  const missing = classes.filter((each) => !there.some(({ name }) => name === each.name));
  if (missing.length > 0) await execute(connection, sql`create schema if not exists ${ident(KNOWLEDGE)}`);
  for (const each of missing) {
    const columns = columnTypesOf(each).map(([name, type]) => sql`${ident(name)} ${raw(type)}`);
    await execute(connection, sql`create table ${tableOf(each)} (${join(columns)})`);
  }
}

/** SELECT of the items that any point in force names, as `item_code`, or as the part of a drug's code that names the substance. */
export function knownItems(by: "item" | "generic", classes: readonly KnowledgeClass[] = knowledgeClasses()): Sql {
  const names: readonly string[] = by === "item" ? itemKeys : genericKeys;
  const parts = classes.flatMap((each) =>
    each.key
      .filter((name) => names.includes(name))
      .map((name) => sql`select ${ident(name)} as code from ${tableOf(each)}`),
  );
  return parts.length > 0 ? join(parts, " union ") : raw("select null::varchar as code where false");
}

/** SELECT of the items whose use is to be followed, as `item_code`: those of watched classes, by item or by substance. */
export function watchedCodes(classes: readonly KnowledgeClass[] = knowledgeClasses()): Sql {
  const watched = classes.filter(({ watched }) => watched);
  return sql`select code as item_code from (${knownItems("item", watched)} union ${knownItems("generic", watched)})`;
}
