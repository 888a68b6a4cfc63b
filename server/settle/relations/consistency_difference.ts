import type { DuckDBConnection } from "@duckdb/node-api";
import { careGroups } from "../../../datasets/policies/policy-schema.ts";
import type { Fact } from "../../facts/fact.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { compareWithLike, consistencyWording } from "../consistency/consistency.ts";
import { evidenceWording, gatherEvidence } from "../inference/evidence.ts";

/** Claims that cannot be judged for want of a policy. */
const unjudged = "select claim_id from resettlement where cannot in ('policy', 'policy_gap')";

/** The share of its base that a settlement itself says the fund pays (pool_prop_selfpay). */
const stated = `(
  select claim_id, basic_ratio as ratio
  from claim join settlement on settlement.settlement_id = claim.settlement_id and settlement.insured_area = claim.insured_area
    and (settlement.reported_by is not distinct from 'care') = (claim.reported_by = 'care')
  where settlement.batch_to is null and basic_ratio > 0 and claim_id in (${unjudged})
)`;

/** Claims in years of which all care is declared: without a policy nobody knows what shares a ceiling. */
const whole = `(
  select claim_id
  from claim join completeness as declared on declared.area = claim.insured_city and declared.scheme = claim.scheme and declared.state = 'complete'
    and declared.valid_from <= date_trunc('year', settled_at)::date and settled_at::date <= declared.valid_to
  where claim_id in (${unjudged})
  group by claim_id having count(distinct declared.care_group) = ${careGroups.length}
)`;

/**
 * `consistency_difference`: a row per claim without a policy and what of it is not as with its like (key claim_id, what): deductible, the ratio it states,
 * its payment by that ratio or by the cell's (`stated_ratio`, `reapplied`, `ratio`), recorded and usual. A suspicion with both values, no difference. A cell's usual value hangs on all its claims, so it is made anew whole; where every claim has a
 * policy that is nothing.
 */
export default {
  name: "consistency_difference",
  after: ["claim", "line", "resettlement"],
  reads: [],
  wording: () => [columns, consistencyWording(), evidenceWording(), unjudged, stated, whole].join("\n"),
  rebuild: compare,
  refresh: compare,
} satisfies Fact;

/** Of the table, in this order. */
export const columns = `claim_id VARCHAR, settlement_id VARCHAR, insured_province VARCHAR, insured_city VARCHAR, care_province VARCHAR, institution_code VARCHAR, month DATE,
  scheme VARCHAR, care_group VARCHAR, disease VARCHAR, person_group VARCHAR, tier VARCHAR, filing VARCHAR, benefit_year VARCHAR, admission INTEGER, what VARCHAR,
  recorded DECIMAL(16, 4), usual DECIMAL(16, 4), rows BIGINT, share DECIMAL(5, 4), amount DECIMAL(16, 2)`;

async function compare(connection: DuckDBConnection): Promise<void> {
  await execute(connection, `create or replace table consistency_difference (${columns})`);
  const { claims } = await new Reader(connection, UNLIMITED).one<{ claims: number }>(
    sql`select count(*) as claims from (${raw(unjudged)})`,
  );
  if (claims === 0) return;
  // A person's year before a claim is needed whole.
  await gatherEvidence(
    connection,
    "and (claim.insured_city, claim.scheme) in (select insured_city, scheme from resettlement where cannot in ('policy', 'policy_gap'))",
  );
  await compareWithLike(connection, raw(`claim_id in (${unjudged})`), { stated: raw(stated), whole: raw(whole) });
  await execute(
    connection,
    `insert into consistency_difference by name
      select claim_id, claim.settlement_id, claim.insured_province, claim.insured_city, claim.care_province, claim.institution_code, claim.month,
        found.* exclude (claim_id, area)
      from temp.consistency_found as found join claim using (claim_id) order by claim_id, what`,
  );
  for (const table of ["evidence", "consistency_found"]) await execute(connection, `drop table temp.${table}`);
}
