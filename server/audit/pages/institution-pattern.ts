import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";
import { scopedFindings } from "../run/scoped-findings.ts";
import { seenFinding } from "./finding-list.ts";

/** A month of an institution: what it settled of what the principal may see, and what rules flagged of it. */
export interface InstitutionMonth {
  month: string;
  visits: number;
  fund: string;
  findings: number;
  /** Of the rule that is looked at. */
  ofRule: number;
}

export interface InstitutionPattern {
  institution_code: string | null;
  months: InstitutionMonth[];
  /** Findings that stand, by rule, the most first. */
  rules: { rule: string; findings: number }[];
}

/** The months of a finding's institution, and what other rules say of it. @throws finding.not_found */
export async function institutionPattern(
  reader: Reader,
  principal: Principal,
  id: string,
): Promise<InstitutionPattern> {
  const { institutionCode, rule, claims } = await seenFinding(reader, principal, id);
  const code = institutionCode ?? (await onlyInstitution(reader, principal, claims));
  if (code === null) return { institution_code: null, months: [], rules: [] };
  const found = sql`(select rule, day from ${scopedFindings(principal)} where state = 'open' and institution_code = ${code})`;
  const months = await reader.rows<InstitutionMonth>(
    sql`with volume as (
          select strftime(settled_at, '%Y-%m') as month, count(distinct visit_id) as visits, sum(fund_total) as fund
          from ${scoped(principal, "claim")} where institution_code = ${code} group by all
        ),
        flagged as (
          select strftime(day, '%Y-%m') as month, count(*) as findings, count(*) filter (rule = ${rule}) as "ofRule" from ${found} group by all
        )
        select month, coalesce(visits, 0) as visits, coalesce(fund, 0)::decimal(18, 2) as fund, coalesce(findings, 0) as findings,
          coalesce("ofRule", 0) as "ofRule"
        from volume full join flagged using (month) where month is not null order by month`,
  );
  const rules = await reader.rows<{ rule: string; findings: number }>(
    sql`select rule, count(*) as findings from ${found} group by rule order by findings desc, rule`,
  );
  return { institution_code: code, months, rules };
}

/** The one institution of all claims that the principal may see; null where there are several. */
async function onlyInstitution(
  reader: Reader,
  principal: Principal,
  claims: readonly string[],
): Promise<string | null> {
  if (claims.length === 0) return null;
  const { code } = await reader.one<{ code: string | null }>(
    sql`select if(count(distinct institution_code) = 1, any_value(institution_code), null) as code
        from ${scoped(principal, "claim")} where list_contains(${JSON.stringify(claims)}::json::varchar[], claim_id)`,
  );
  return code;
}
