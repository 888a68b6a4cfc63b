import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, join, type Sql, sql } from "../../store/sql.ts";
import { knownRegions } from "../regions-lookup.ts";
import { additiveColumns, cellColumns } from "./additive.ts";

const place = ["care_scope", "insured_province", "care_province"].map(ident);
const fingerprint = [...cellColumns, "insured_province", "care_province", "generated_scale", ...additiveColumns].map(
  ident,
);

/**
 * What every answer needs beside its figures, in a few rows: `claim_extent`, how far the claims of each pair of provinces reach and whether the place of
 * care stands on the tile map, and `claim_month`, a fingerprint of each month's cells, by which a month that changed after its closing is noticed.
 */
export async function buildExtents(connection: DuckDBConnection): Promise<void> {
  await makeExtents(connection, sql`select ${join(place)}, max(settled_at) as last_settled_at from claim group by all`);
}

/**
 * The same after claims came and went. The last settlement of a place only grows, unless the claim that was it has gone: then the claims of the place
 * are looked through.
 */
export async function changeExtents(connection: DuckDBConnection, outdated: Sql, fresh: Sql): Promise<void> {
  const last = (claims: Sql) => sql`(select ${join(place)}, max(settled_at) as last from ${claims} group by all)`;
  await execute(
    connection,
    sql`create or replace temp table lost_extent as
      select ${join(place)} from ${last(outdated)} join claim_extent using (${join(place)}) where last >= last_settled_at`,
  );
  await makeExtents(
    connection,
    sql`select ${join(place)}, max(last) as last_settled_at from (
        select ${join(place)}, last_settled_at as last from claim_extent anti join lost_extent using (${join(place)})
        union all from ${last(fresh)}
        union all select ${join(place)}, max(settled_at) from claim semi join lost_extent using (${join(place)}) group by all
      ) group by all`,
  );
  await execute(connection, "drop table temp.lost_extent");
}

async function makeExtents(connection: DuckDBConnection, lastSettled: Sql): Promise<void> {
  await execute(
    connection,
    sql`create or replace table claim_extent as
      select cell.*, last_settled_at, care_province in (select id from ${knownRegions()} where tile_column is not null) as tiled
      from (
        select ${join(place)}, sum(visits)::bigint as visits, min(month) as first_month, max(month) as last_month,
          max(generated_scale) as generated_scale
        from claim_cube_pair group by all
      ) as cell join (${lastSettled}) using (${join(place)})
      order by ${join(place)}`,
  );
  await execute(
    connection,
    sql`create or replace table claim_month as
      select month, bit_xor(hash(${join(fingerprint)}))::varchar as fingerprint from claim_cube_pair group by month order by month`,
  );
}
