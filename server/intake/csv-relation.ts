import { join, literal, raw, type Sql, sql } from "../store/sql.ts";

/**
 * `read_csv` over a file known to be sound. `new_line` is left out on purpose: given wrongly, or as '\r\n' at all, DuckDB 1.5 returns
 * fewer rows without an error. Quoted line ends are read right only without `parallel`.
 */
export function csvRelation(
  path: string,
  names: readonly string[],
  delimiter: string,
  options: { header: boolean; parallel: boolean; quotedNulls?: boolean },
): Sql {
  const columns = join(names.map((column) => sql`${literal(column)}: 'VARCHAR'`));
  const flag = (value: boolean) => raw(value ? "true" : "false");
  return sql`read_csv(${literal(path)}, auto_detect = false, header = ${flag(options.header)}, columns = {${columns}},
    delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = true, null_padding = false,
    nullstr = '', allow_quoted_nulls = ${flag(options.quotedNulls ?? true)}, compression = 'none', parallel = ${flag(options.parallel)})`;
}
