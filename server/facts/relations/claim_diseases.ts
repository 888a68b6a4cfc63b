import { execute } from "../../store/database.ts";
import { ident, type Sql, sql } from "../../store/sql.ts";
import type { Fact } from "../fact.ts";
import { icdCategory } from "../listed/category.ts";

/**
 * `claim_diseases`: what a claim's visit was for, all diagnoses taken together, key claim_id; interim settlements have those of their visit. `codes` and
 * `categories` (three characters of ICD-10) hold the main diagnosis too, also where no list was sent. `supplied` is true where a list was, else null:
 * only then can it be said that a disease is *not* among them. `mains`: how many different main diagnoses the list names, of Western medicine and in one
 * phase (admission, discharge); null where none of it says which is one.
 */
export default {
  name: "claim_diseases",
  after: ["claim", "claim_diagnosis"],
  reads: [],
  wording: () => rowsOf("claim").text,
  rebuild: (connection) => execute(connection, sql`create or replace table claim_diseases as ${rowsOf("claim")}`),
  async refresh(connection) {
    await execute(
      connection,
      "create or replace temp table claim_part as from claim where claim_id in (select claim_id from changed_claim)",
    );
    await execute(connection, "delete from claim_diseases where claim_id in (select claim_id from changed_claim)");
    await execute(connection, sql`insert into claim_diseases ${rowsOf("claim_part")}`);
    await execute(connection, "drop table temp.claim_part");
  },
} satisfies Fact;

function rowsOf(claims: string): Sql {
  return sql`
    with part as (select claim_id, visit_id, main_diagnosis from ${ident(claims)}),
    named as (
      select part.claim_id, listed.diagnosis_code as code, listed.category, true as listed
      from part join listed_diagnosis as listed using (visit_id)
      union all
      select claim_id, main_diagnosis, ${icdCategory("main_diagnosis")}, null
      from part where main_diagnosis is not null
    ),
    phase as (
      select part.claim_id, count(distinct diagnosis_code) filter (main = '1' or main is null and diagnosis_type = '1') as mains
      from part join listed_diagnosis using (visit_id)
      where coalesce(diagnosis_type not in ('3', '4'), true) and (main is not null or diagnosis_type is not null)
      group by part.claim_id, phase
    ),
    flagged as (select claim_id, max(mains)::integer as mains from phase group by claim_id)
    select claim_id, list_sort(list(distinct code)) as codes,
      coalesce(list_sort(list(distinct category) filter (category is not null)), []) as categories,
      bool_or(listed) as supplied, any_value(mains) as mains
    from named left join flagged using (claim_id) group by claim_id`;
}
