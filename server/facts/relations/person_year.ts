import { readFileSync } from "node:fs";
import { execute } from "../../store/database.ts";
import { raw, sql } from "../../store/sql.ts";
import { inRange } from "../changed-rows.ts";
import type { Fact } from "../fact.ts";

const years = readFileSync(new URL("person_year.sql", import.meta.url), "utf8");

/**
 * `person_year`: what the claims of a benefit year add up to beside what the insured area's accumulator states; key (person_id, insured_area,
 * scheme, benefit_year). Both are kept apart: the loaded history need not be complete. An accumulator of a person without a claim that year has no row.
 * Touched: all years of the persons of changed claims and of the person numbers whose accumulators the batches brought.
 */
export default {
  name: "person_year",
  after: ["claim"],
  reads: ["accumulator"],
  wording: () => years,
  rebuild: (connection) =>
    execute(
      connection,
      sql`create or replace table person_year as with claim_part as (from claim) from (${raw(years)})`,
    ),
  async refresh(connection, range) {
    await execute(
      connection,
      sql`create or replace temp table touched_person as
        select person_id from changed_claim
        union
        select person_id from claim semi join (select insured_area, person_no from accumulator where ${inRange(range)}) using (insured_area, person_no)`,
    );
    await execute(connection, "delete from person_year where person_id in (from touched_person)");
    await execute(
      connection,
      sql`insert into person_year
        with claim_part as not materialized (from claim semi join touched_person using (person_id))
        from (${raw(years)})`,
    );
    await execute(connection, "drop table temp.touched_person");
  },
} satisfies Fact;
