import { literal, type Sql, sql } from "../../store/sql.ts";

/** A relation from rows as JSON, one bound value. `shape` gives the columns their DuckDB types; decimals come as text and stay exact. */
export function rowsOf(shape: Record<string, unknown>, rows: readonly unknown[]): Sql {
  return sql`(select unnest(from_json(${JSON.stringify(rows)}::varchar, ${literal(JSON.stringify([shape]))}), max_depth := 2))`;
}
