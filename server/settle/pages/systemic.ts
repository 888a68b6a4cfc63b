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
    sql`with seen as (
          select insured_city, scheme, policy_id, difference_class, explaining, count(*) as claims, sum(fund_difference) as fund_difference
          from ${scoped(principal, "resettlement")}
          where materiality in ('minor', 'material') and explaining is not null and ${conditionOf(filter)} group by all
        )
        select systemic, insured_city, scheme, policy_id, difference_class, explaining, share, seen.claims, seen.fund_difference
        from seen join resettlement_systemic using (insured_city, scheme, policy_id, difference_class, explaining)
        order by abs(seen.fund_difference) desc, systemic`,
  );
}
