import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";
import { conditionOf, type DifferenceFilter } from "./difference-filter.ts";

/** One change that explains most of an area's differences: a finding about its policy or its system, not thousands about claims. */
export interface SystemicFinding {
  systemic: number;
  insured_city: string;
  scheme: string;
  policy_id: string | null;
  difference_class: string;
  explaining: string;
  /** Of the area's differences of that class, those this change explains, 0 to 1. */
  share: string | number;
  /** Of the principal's scope and filter. */
  claims: number;
  fund_difference: string;
}

/** Systemic findings with claims in the principal's scope that meet a filter, the largest sums first. */
export function systemicFindings(
  reader: Reader,
  principal: Principal,
  filter: DifferenceFilter,
): Promise<SystemicFinding[]> {
  return reader.rows(
    sql`select systemic, finding.insured_city, finding.scheme, finding.policy_id, finding.difference_class, finding.explaining, share,
          count(*) as claims, sum(claim.fund_difference) as fund_difference
        from resettlement_systemic as finding
        join (
          select insured_city, scheme, policy_id, explanations, fund_difference from ${scoped(principal, "resettlement")}
          where materiality in ('minor', 'material') and ${conditionOf(filter)}
        ) as claim using (insured_city, scheme, policy_id)
        where list_contains(claim.explanations, finding.explaining)
        group by all
        order by abs(sum(claim.fund_difference)) desc, systemic`,
  );
}
