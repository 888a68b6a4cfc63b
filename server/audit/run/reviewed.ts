import type { Principal } from "../../store/principal.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { scopedFindings, wholeFindings } from "./scoped-findings.ts";

/** Where a finding stands with people: the label of its verdict, `reopened` where none counts on the evidence that stands now, `none` without any. */
export const reviews = ["none", "reopened", "confirmed", "dismissed", "doubtful"] as const;

/**
 * How far a finding has come: `waiting` for a verdict, `approval` judged and waiting for a second person, `approved`, `returned` by the second person to
 * whoever judges, `appealed` by the institution, `put_off` until a day.
 */
export const stages = ["waiting", "approval", "approved", "returned", "appealed", "put_off"] as const;
export type Stage = (typeof stages)[number];

/**
 * Findings that a principal may see, as he sees them, with where they stand: see `standing`.
 * @param only ids of the findings that are asked for, where it is few: then it takes milliseconds, however many there are
 */
export function reviewedFindings(principal: Principal, only?: readonly string[]): Sql {
  return standing(scopedFindings(principal, only), raw("len(found.claims) + found.claims_elsewhere > 0"), only);
}

/** The same with the whole of their evidence, for what the house keeps; never for an answer. */
export function reviewedWhole(principal: Principal, only?: readonly string[]): Sql {
  return standing(wholeFindings(principal, only), raw("len(found.claims) > 0"), only);
}

/**
 * `found` with `review`, `stage`, the verdict that counts (`verdict`, `verdict_label`, `verdict_by`, `verdict_at`, `verdict_strength`, `verdict_reason`,
 * `approved_by`), who gave the last one (`last_by`) and what it waits for (`put_off`, `put_off_until`, `put_off_by`). Of several verdicts on the evidence that stands
 * now the last that was not ended counts. Evidence that names claims is the same under another key too: a person found to be another's is the owner of what
 * was judged before.
 */
function standing(found: Sql, namesClaims: Sql, only: readonly string[] | undefined): Sql {
  const own = only === undefined ? raw("true") : sql`finding in (${join(only.length > 0 ? [...only] : [""])})`;
  const alike =
    only === undefined ? raw("true") : sql`evidence_hash in (select evidence_hash from finding where ${own})`;
  return sql`(
    select found.*,
      coalesce(said.counts.label, if(judged.finding is not null, 'reopened', 'none')) as review,
      case
        when said.counts is not null and said.counts.second_by is null then 'approval'
        when said.counts is not null then 'approved'
        when waits.appeal > coalesce(said.last.verdict, 0) then 'appealed'
        when waits.put_off is not null then 'put_off'
        when said.last.ended = 'returned' then 'returned'
        else 'waiting' end as stage,
      said.counts.verdict as verdict, said.counts.label as verdict_label, said.counts.strength as verdict_strength, said.counts.reason as verdict_reason,
      said.counts.reviewer as verdict_by, said.counts.given_at as verdict_at, said.counts.second_by as approved_by,
      said.last.reviewer as last_by, waits.put_off, waits.until_day as put_off_until, waits.put_off_by
    from ${found} as found
    left join (
      select rule, evidence_hash, if(len(claims) > 0, '', finding) as only_of,
        arg_max(verdict_row, verdict) filter (ended is null) as counts, arg_max(verdict_row, verdict) as last
      from (
        select *, struct_pack(verdict := verdict, label := label, strength := strength, reason := reason, reviewer := reviewer, given_at := given_at,
          second_by := second_by, ended := ended) as verdict_row
        from verdict
        where ended is distinct from 'withdrawn' and ${alike}
      )
      group by all
    ) as said on said.rule = found.rule and said.evidence_hash = found.evidence_hash and said.only_of = if(${namesClaims}, '', found.finding)
    left join (select distinct finding from verdict where ended is distinct from 'withdrawn' and ${own}) as judged on judged.finding = found.finding
    left join (
      select finding, evidence_hash, max(appeal) as appeal, max(put_off) as put_off, arg_max(until_day, put_off) as until_day, arg_max(put_off_by, put_off) as put_off_by
      from (
        select finding, evidence_hash, appeal from finding_appeal where ${own}
        union all by name
        select finding, evidence_hash, put_off, until_day, put_off_by from finding_put_off where until_day > current_date and ${own}
      )
      group by all
    ) as waits on waits.finding = found.finding and waits.evidence_hash = found.evidence_hash
  )`;
}
