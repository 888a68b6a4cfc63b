import type { Principal } from "../../store/principal.ts";
import { inScope, scoped } from "../../store/scope.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";

const places = {
  insured: "insured_province",
  care: "care_province",
  insuredCity: "insured_city",
  careCity: "care_city",
};

/**
 * Findings as a principal may see them: those that speak about a place in his scope; one without any place is seen by the nation only. Of a finding that
 * reaches beyond the scope only his own claims are told, whose they are and where as far as they agree; what its records show, which nobody can part by
 * claims, is left out. `beyond` says that it is such a one, `claims_elsewhere` how many claims of it he may not see. Conditions and orders over this tell nothing of them either.
 * @param only ids of the findings that are asked for, where it is few: a condition outside would be looked at after all of them were narrowed
 */
export function scopedFindings(principal: Principal, only?: readonly string[]): Sql {
  if (principal.scope.all)
    return sql`(select *, 0 as claims_elsewhere, false as beyond from finding where ${among(only)})`;
  return sql`(
    with seen as not materialized (${seenFindings(principal, only)}),
    beyond as not materialized (select distinct finding from finding_place where ${among(only)} and not (${inScope(principal, places)})),
    reaching as not materialized (select seen.* from seen semi join beyond using (finding)),
    own as not materialized (
      select finding, list(claim_id order by claim_id) as claims,
        if(count(distinct person_id) = 1, any_value(person_id)::varchar, null) as person_id,
        if(count(distinct institution_code) = 1, any_value(institution_code), null) as institution_code,
        if(count(distinct insured_area) = 1, any_value(insured_area), null) as insured_area,
        if(count(distinct care_area) = 1, any_value(care_area), null) as care_area,
        if(count(distinct insured_province) = 1, any_value(insured_province), null) as insured_province,
        if(count(distinct care_province) = 1, any_value(care_province), null) as care_province,
        min(begin_date) as day, max(coalesce(visit_end, settled_at::date, begin_date)) as act_end
      from (select finding, unnest(claims) as claim_id from reaching) join ${scoped(principal, "claim")} as claim using (claim_id)
      group by finding
    )
    select seen.*, 0 as claims_elsewhere, false as beyond from seen anti join beyond using (finding)
    union all by name
    select reaching.* replace (
        coalesce(own.claims, []) as claims, [] as lines, [] as shown, [] as owners, '' as subject,
        own.person_id as person_id, own.institution_code as institution_code, own.insured_area as insured_area, own.care_area as care_area,
        own.insured_province as insured_province, own.care_province as care_province, own.day as day, own.act_end as act_end
      ), (len(reaching.claims) - len(coalesce(own.claims, [])))::integer as claims_elsewhere, true as beyond
    from reaching left join own using (finding)
  )`;
}

/**
 * The same findings with the whole of their evidence, whoever else's it is: for what the house keeps (the evidence that a verdict judged), never
 * for an answer.
 */
export function wholeFindings(principal: Principal, only?: readonly string[]): Sql {
  return sql`(${seenFindings(principal, only)})`;
}

/** The places of findings that lie in the principal's scope. */
export function scopedPlaces(principal: Principal): Sql {
  return scoped(principal, "finding_place");
}

/**
 * What findings cost, by claim, of the claims that a principal may see: their own and, with `own` false, later ones of the same persons.
 * @param table `finding_cost` or `finding_money`
 */
export function scopedMoney(principal: Principal, table: "finding_cost" | "finding_money"): Sql {
  const money = ident(table);
  if (principal.scope.all) return money;
  return sql`(select money.* from ${money} as money semi join ${scoped(principal, "claim")} as claim on claim.claim_id = money.claim_id)`;
}

function seenFindings(principal: Principal, only?: readonly string[]): Sql {
  if (principal.scope.all) return sql`select * from finding where ${among(only)}`;
  return sql`select * from finding where ${among(only)}
    and finding in (select finding from ${scopedPlaces(principal)} as place where ${among(only)})`;
}

const among = (only: readonly string[] | undefined): Sql =>
  only === undefined ? raw("true") : only.length === 0 ? raw("false") : sql`finding in (${join([...only])})`;
