import type { DuckDBValue } from "@duckdb/node-api";
import type { Reader } from "../../../store/reader.ts";
import type { Sql } from "../../../store/sql.ts";

/** The rows of an export, all read before the first is written: a result that fails half-way would else end like a complete one. */
export interface ExportedTable {
  names: readonly string[];
  /** As DuckDB writes them: DECIMAL(16,2), VARCHAR[]. */
  types: readonly string[];
  rows: number;
  value(column: number, row: number): DuckDBValue;
}

export async function exportedTable(reader: Reader, rows: Sql): Promise<ExportedTable> {
  const result = await reader.result(rows);
  return {
    names: result.columnNames(),
    types: result.columnTypes().map(String),
    rows: result.currentRowCount,
    value: (column, row) => result.value(column, row),
  };
}
