import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scopedRows } from "../../store/scope.ts";
import { ident, sql } from "../../store/sql.ts";
import { LEAST } from "./mode.ts";
import type { Proposable } from "./proposal.ts";

/**
 * Areas of the principal's insured provinces whose settlements have no policy, or one that most of them contradict, those with the most settlements first.
 */
export function listProposables(reader: Reader, principal: Principal): Promise<Proposable[]> {
  const seen = scopedRows(principal, ident("resettlement"), {
    insured: "insured_province",
    insuredCity: "insured_city",
  });
  return reader.rows<Proposable>(sql`
    with
    concerned as (
      select insured_city as area, scheme, policy_id, coalesce(cannot in ('policy', 'policy_gap'), false) as unjudged, care_group, person_group, tier, filing, settled_at,
        policy_defect or (policy_id, insured_city) in (select policy_id, insured_city from policy_agreement where defect) as in_question
      from ${seen} where scheme in ('310', '390') and insured_city <> 'unknown'
    ),
    counted as (
      select area, scheme, person_group, tier, filing, care_group, count(*) as rows, bool_or(unjudged) as unjudged, min(settled_at)::date as first, max(settled_at)::date as last,
        list(distinct policy_id) filter (policy_id is not null) as policies
      from concerned where unjudged or in_question group by area, scheme, person_group, tier, filing, care_group
    )
    select area, scheme, case when bool_or(unjudged) then 'no_policy' else 'policy_defect' end as why,
      list_sort(list_distinct(flatten(list(coalesce(policies, []))))) as policies, sum(rows)::bigint as claims,
      min(first) as first, max(last) as last, bool_or(rows >= ${LEAST} and person_group is not null and care_group in ('inpatient', 'outpatient')) as possible
    from counted group by area, scheme order by claims desc, area, scheme`);
}
