import { readFileSync } from "node:fs";
import { execute } from "../../store/database.ts";
import { raw, sql } from "../../store/sql.ts";
import type { Fact } from "../fact.ts";

const cells = readFileSync(new URL("institution_month.sql", import.meta.url), "utf8");

/**
 * `institution_month`: visits, stays, nights, persons, money and emergencies of an institution, and what its lines were charged for; key
 * (institution_code, month, care_scope, care_group). Shares are quotients of its columns: drug_amount ÷ line_amount, emergency_visits ÷ visits.
 * Touched: institutions and months of changed claims and of claims whose lines changed.
 */
export default {
  name: "institution_month",
  after: ["claim", "line"],
  reads: [],
  wording: () => cells,
  rebuild: (connection) =>
    execute(
      connection,
      sql`create or replace table institution_month as with claim_part as (from claim), link_part as (from line_link) from (${raw(cells)})`,
    ),
  async refresh(connection) {
    await execute(
      connection,
      `create or replace temp table touched_month as
        select institution_code, month from changed_claim union select institution_code, month from changed_line`,
    );
    await execute(
      connection,
      "delete from institution_month using touched_month as touched where institution_month.institution_code = touched.institution_code and institution_month.month = touched.month",
    );
    await execute(
      connection,
      sql`insert into institution_month
        with claim_part as not materialized (from claim semi join touched_month using (institution_code, month)),
          link_part as (from line_link semi join touched_month using (institution_code, month))
        from (${raw(cells)})`,
    );
    await execute(connection, "drop table temp.touched_month");
  },
} satisfies Fact;
