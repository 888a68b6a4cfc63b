import { readFileSync } from "node:fs";
import { execute } from "../../store/database.ts";
import { raw, sql } from "../../store/sql.ts";
import { inRange } from "../changed-rows.ts";
import type { Fact } from "../fact.ts";

const stays = readFileSync(new URL("stay.sql", import.meta.url), "utf8");

/**
 * `stay`: one row per in-patient encounter with a counted settlement, key visit_id; its interim and supplementary settlements are added up in it.
 * admission_number counts the person's admissions of a scheme and benefit year by their begin, those that count as one.
 * Touched: all stays of the persons of changed claims and of encounters whose own record the batches brought.
 */
export default {
  name: "stay",
  after: ["claim"],
  reads: ["encounter"],
  wording: () => stays,
  rebuild: (connection) =>
    execute(connection, sql`create or replace table stay as with claim_part as (from claim) from (${raw(stays)})`),
  async refresh(connection, range) {
    await execute(
      connection,
      sql`create or replace temp table touched_person as
        with changed as (select distinct encounter_id from encounter where ${inRange(range)})
        select person_id from changed_claim
        union
        select person_id from claim where encounter_id in (from changed)
        union
        select person_id from claim where care_encounter_id in (from changed)`,
    );
    await execute(
      connection,
      "create or replace temp table claim_part as from claim semi join touched_person using (person_id)",
    );
    await execute(connection, "delete from stay where person_id in (from touched_person)");
    await execute(connection, sql`insert into stay from (${raw(stays)})`);
    await execute(connection, "drop table temp.touched_person");
    await execute(connection, "drop table temp.claim_part");
  },
} satisfies Fact;
