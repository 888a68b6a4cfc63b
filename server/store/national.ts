import { exists, storedColumns } from "./ddl.ts";
import type { Dictionary, Table } from "./dictionary.ts";
import { ident, join, type Sql, sql } from "./sql.ts";

/**
 * The schema `national`: current rows under the names of the core platform (`national.setl_d`), for analysts who know
 * those. `reported_by` stays: a cross-province settlement may stand there once for each side.
 */
export function nationalViews(dictionary: Dictionary): Sql[] {
  const tables = [...dictionary.tables.values()].filter((table) => exists(table) && table.official.core.length > 0);
  return [sql`CREATE SCHEMA IF NOT EXISTS national`, ...tables.map(nationalView)];
}

function nationalView(table: Table): Sql {
  const columns = storedColumns(table).flatMap(({ name, core }) => {
    const official = core[0];
    return official === undefined ? [] : [sql`${ident(name)} AS ${ident(official)}`];
  });
  return sql`CREATE OR REPLACE VIEW national.${ident(table.official.core[0]!)} AS
    SELECT ${join([...columns, sql`reported_by`])} FROM main.${ident(table.name)} WHERE batch_to IS NULL`;
}
