import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { additiveColumns, cellsOf, rolledUp } from "./additive.ts";
import { type Cube, cubes } from "./cubes.ts";

/** Finer cubes before those that are rolled up from them. */
export const inBuildingOrder: readonly Cube[] = [
  ...cubes.filter(({ from }) => !from),
  ...cubes.filter(({ from }) => from),
];

/** Makes every cube anew from all claims. */
export async function buildCubes(connection: DuckDBConnection): Promise<void> {
  for (const cube of inBuildingOrder) {
    await execute(connection, sql`create or replace table ${ident(cube.name)} as ${rowsOf(cube)}`);
  }
}

/**
 * Brings every cube up by what came and went: claims of `fresh` less those of `outdated`, both with all columns of `claim`. Only the cells of
 * those claims are written. A cell whose last claim went is gone.
 */
export async function changeCubes(connection: DuckDBConnection, outdated: Sql, fresh: Sql): Promise<void> {
  for (const { name, columns, yearly } of cubes) {
    const keys = columns.map(ident);
    const cells = (claims: Sql) => cellsOf(yearly ? withYear(claims) : claims, columns);
    const sums = additiveColumns.map(ident);
    const gone = sums.map((column) => sql`-${column}`);
    await execute(
      connection,
      sql`create or replace temp table changed_cell as
        select ${join([...keys, ...sums])} from (${cells(fresh)})
        union all select ${join([...keys, ...gone])} from (${cells(outdated)})`,
    );
    const same = join(
      keys.map((key) => sql`cube.${key} is not distinct from changed.${key}`),
      " and ",
    );
    await execute(
      connection,
      sql`create or replace temp table touched_cell as select cube.rowid as row_number, cube.* from ${ident(name)} as cube
        semi join (select distinct ${join(keys)} from changed_cell) as changed on ${same}`,
    );
    await execute(connection, sql`delete from ${ident(name)} where rowid in (select row_number from touched_cell)`);
    const all = sql`(select ${join([...keys, ...sums])} from touched_cell union all from changed_cell)`;
    await execute(
      connection,
      sql`insert into ${ident(name)} by name
        select * from (${rolledUp(all, columns)}) where settlements > 0 order by ${orderOf(columns)}`,
    );
  }
  await execute(connection, "drop table temp.changed_cell");
  await execute(connection, "drop table temp.touched_cell");
}

/** What the stored cubes rest on beside the claims. */
export function cubesWording(): string {
  return cubes.map((cube) => rowsOf(cube).text).join("\n");
}

function rowsOf({ columns, from, yearly }: Cube): Sql {
  const all = ident(from ?? "claim");
  const source = yearly ? withYear(all) : all;
  return sql`select ${join([...columns, ...additiveColumns].map(ident))}
    from (${from ? rolledUp(source, columns) : cellsOf(source, columns)}) order by ${orderOf(columns)}`;
}

/** Cells of a group stand together, so that a filter by group, route or scope skips the rest of the table. */
function orderOf(columns: readonly string[]): Sql {
  return join([...new Set(["care_group", "route", "care_scope", ...columns])].map(ident));
}

function withYear(from: Sql): Sql {
  return sql`(select *, date_trunc('year', month)::date as ${raw("year")} from ${from})`;
}
