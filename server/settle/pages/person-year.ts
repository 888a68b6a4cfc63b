import type { Principal } from "../../store/principal.ts";
import type { Cell, Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";

/**
 * The claims of a claim's person in its benefit year that lie in the principal's scope, in the order in which they were settled,
 * with what the fund has paid so far and would have paid by the policy (clean year; what cannot be judged counts as paid). Money is exact text.
 */
export function personYear(reader: Reader, principal: Principal, claimId: string): Promise<Record<string, Cell>[]> {
  return reader.rows(
    sql`with own as (select person_id, benefit_year from ${scoped(principal, "resettlement")} where claim_id = ${claimId}),
        year as (
          select claim_id, resettlement.fund_due, clean_fund_due, fund_difference, judged, materiality,
            case when not policy_defect then difference_class end as difference_class
          from ${scoped(principal, "resettlement")} as resettlement semi join own using (person_id, benefit_year)
        )
        select claim_id, visit_begin, visit_end, settled_at, insured_city, scheme, care_province, care_city, institution_code, care_group, route,
          claim.total_cost, claim.in_scope, claim.deductible_paid, claim.basic_fund, claim.fund_total, year.* exclude (claim_id),
          sum(claim.basic_fund) over running as basic_so_far, sum(claim.fund_total) over running as fund_so_far,
          sum(coalesce(clean_fund_due, claim.fund_total)) over running as due_so_far
        from year join claim using (claim_id)
        window running as (partition by insured_city, scheme order by settled_at, claim_id rows unbounded preceding)
        order by settled_at, claim_id`,
  );
}

/** The person of a claim in the principal's scope, for what must be asked of the sealed identities. */
export async function personOf(reader: Reader, principal: Principal, claimId: string): Promise<string> {
  const { person_id } = await reader.one<{ person_id: string }>(
    sql`select person_id from ${scoped(principal, "claim")} where claim_id = ${claimId}`,
  );
  return person_id;
}
