import type { DuckDBConnection } from "@duckdb/node-api";

/** What a statement names: its tables with their schema, its columns by their last name, its functions. */
export interface StatementNames {
  tables: Set<string>;
  columns: Set<string>;
  functions: Set<string>;
}

/** Reads what a statement names from DuckDB's parse tree of it, not from its text. */
export async function statementNames(connection: DuckDBConnection, statement: string): Promise<StatementNames> {
  const reader = await connection.runAndReadAll("select json_serialize_sql(cast(? as varchar)) as tree", [statement]);
  const tree = JSON.parse(String(reader.getRows()[0]?.[0])) as { error: boolean; error_message?: string };
  if (tree.error) throw new TypeError(`a compiled statement does not parse: ${tree.error_message}`);
  const names: StatementNames = { tables: new Set(), columns: new Set(), functions: new Set() };
  visit(tree, names);
  return names;
}

function visit(node: unknown, names: StatementNames): void {
  if (Array.isArray(node)) for (const each of node) visit(each, names);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const { type, column_names, table_name, schema_name, function_name } = node as Record<string, unknown>;
  if (type === "COLUMN_REF") names.columns.add((column_names as string[]).at(-1)!);
  if (type === "BASE_TABLE")
    names.tables.add(schema_name ? `${String(schema_name)}.${String(table_name)}` : String(table_name));
  if (typeof function_name === "string") names.functions.add(function_name);
  for (const each of Object.values(node)) visit(each, names);
}
