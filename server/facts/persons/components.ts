import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";

/**
 * Makes `person_component` (certificate, person_id): every certificate that a valid statement links to another, with the least
 * certificate it is linked to over any number of statements. Each round takes the least of the neighbours, then goes on from
 * there, so that the rounds grow with the logarithm of the longest chain.
 */
export async function linkComponents(connection: DuckDBConnection): Promise<void> {
  const run = (text: string) => execute(connection, text);
  await run(`create or replace temp table person_edge as
    with stated as (
      select certificate_no as one, linked_certificate_no as other from person_link
      where batch_to is null and coalesce(valid, '1') = '1' and certificate_no <> linked_certificate_no
    )
    select one, other from stated union select other, one from stated`);
  await run(`create or replace table person_component as
    select one as certificate, least(one, min(other)) as person_id from person_edge group by one`);
  let changed = true;
  while (changed) {
    await run(`create or replace temp table person_reached as
      with nearest as (
        select one as certificate, min(person_id) as person_id
        from person_edge join person_component on certificate = other group by one
      )
      select certificate, least(here.person_id, nearest.person_id) as person_id
      from person_component as here join nearest using (certificate)`);
    await run(`create or replace temp table person_reached as
      select here.certificate, least(here.person_id, further.person_id) as person_id
      from person_reached as here join person_reached as further on further.certificate = here.person_id`);
    const { moved } = await new Reader(connection, UNLIMITED).one<{ moved: number }>(
      sql`select count(*) as moved from (from person_reached except from person_component)`,
    );
    changed = moved > 0;
    if (changed) await run("create or replace table person_component as from person_reached");
  }
  await run("drop table if exists temp.person_reached");
  await run("drop table temp.person_edge");
}
