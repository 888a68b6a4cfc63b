import type { DuckDBValue } from "@duckdb/node-api";
import type { Principal } from "../../../store/principal.ts";
import type { Reader } from "../../../store/reader.ts";
import type { ListQuery } from "../difference-list.ts";
import { exportedRows } from "./rows.ts";

/** The rows of an export, all read before the first is written: a result that fails half-way would else end like a complete one. */
export interface ExportedTable {
  names: readonly string[];
  /** As DuckDB writes them: DECIMAL(16,2), VARCHAR[]. */
  types: readonly string[];
  rows: number;
  value(column: number, row: number): DuckDBValue;
}

export async function exportedTable(reader: Reader, principal: Principal, query: ListQuery): Promise<ExportedTable> {
  const result = await reader.result(exportedRows(principal, query));
  return {
    names: result.columnNames(),
    types: result.columnTypes().map(String),
    rows: result.currentRowCount,
    value: (column, row) => result.value(column, row),
  };
}
