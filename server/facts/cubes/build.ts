import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { knownRegions } from "../regions-lookup.ts";
import { additiveColumns, cellColumns, cellsOf, rolledUp } from "./additive.ts";
import { type Cube, cubes } from "./cubes.ts";

const firstOfYear = raw("date_trunc('year', month)::date");

/** Finer cubes before those that are rolled up from them. */
export const inBuildingOrder: readonly Cube[] = [
  ...cubes.filter(({ from }) => !from),
  ...cubes.filter(({ from }) => from),
];

/** Makes every cube anew from all claims. */
export async function buildCubes(connection: DuckDBConnection): Promise<void> {
  for (const cube of inBuildingOrder) {
    await execute(connection, sql`create or replace table ${ident(cube.name)} as ${rowsOf(cube, raw("true"))}`);
  }
  await summarise(connection);
}

/** Makes the rows of the months listed in the relation `months` (one column, `month`) anew, and of their years. */
export async function rebuildMonths(connection: DuckDBConnection, months: Sql): Promise<void> {
  const ofMonth = sql`month in (select month from ${months})`;
  const ofYear = sql`year in (select ${firstOfYear} from ${months})`;
  for (const cube of inBuildingOrder) {
    const among = cube.yearly ? ofYear : ofMonth;
    await execute(connection, sql`delete from ${ident(cube.name)} where ${among}`);
    await execute(connection, sql`insert into ${ident(cube.name)} ${rowsOf(cube, among)}`);
  }
  await summarise(connection);
}

/** Cells of a few groups stand together, so that a filter by group, route or scope skips the rest of the table. */
function rowsOf({ columns, from, yearly }: Cube, among: Sql): Sql {
  const all = yearly ? sql`(select *, ${firstOfYear} as year from ${ident(from ?? "claim")})` : ident(from ?? "claim");
  const source = sql`(select * from ${all} where ${among})`;
  const order = ["care_group", "route", "care_scope", ...columns];
  return sql`select ${join([...columns, ...additiveColumns, "generated_scale", "last_settled_at"].map(ident))}
    from (${from ? rolledUp(source, columns) : cellsOf(source, columns)})
    order by ${join([...new Set(order)].map(ident))}`;
}

const cell = [...cellColumns, "insured_province", "care_province", ...additiveColumns];
const summaries: Record<string, Sql> = {
  claim_extent: sql`select care_scope, insured_province, care_province, sum(visits)::bigint as visits,
      any_value(tiled) as tiled, min(month) as first_month, max(month) as last_month, max(last_settled_at) as last_settled_at, max(generated_scale) as generated_scale
    from (select *, care_province in (select id from ${knownRegions()} where tile_column is not null) as tiled from claim_cube_pair)
    group by all order by all`,
  claim_month: sql`select month, bit_xor(hash(${join(cell.map(ident))}))::varchar as fingerprint
    from claim_cube_pair group by month order by month`,
};

/**
 * What every answer needs beside its figures, in a few rows: `claim_extent`, how far the claims of each pair of provinces reach and whether the place of
 * care stands on the tile map, and
 * `claim_month`, a fingerprint of each month's cells, by which a month that changed after its closing is noticed.
 */
async function summarise(connection: DuckDBConnection): Promise<void> {
  for (const [name, rows] of Object.entries(summaries)) {
    await execute(connection, sql`create or replace table ${ident(name)} as ${rows}`);
  }
}

/** What the stored cubes rest on beside the claims. */
export function cubesWording(): string {
  return [...cubes.map((cube) => rowsOf(cube, raw("true"))), ...Object.values(summaries)]
    .map(({ text }) => text)
    .join("\n");
}
