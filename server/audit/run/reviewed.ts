import type { Principal } from "../../store/principal.ts";
import { type Sql, sql } from "../../store/sql.ts";
import { scopedFindings } from "./scoped-findings.ts";

/** Where a finding stands with people: the label of its verdict, `reopened` where verdicts are on other evidence only, `none` without any. */
export const reviews = ["none", "reopened", "confirmed", "dismissed", "doubtful"] as const;

/**
 * Findings that a principal may see, with `review`. Of several verdicts on the evidence that stands now, the last counts. Evidence that names claims is the
 * same under another key too: a person found to be another's is the owner of what was judged before.
 */
export function reviewedFindings(principal: Principal): Sql {
  return sql`(
    select found.*, coalesce(alike.label, bound.label, if(judged.finding is not null, 'reopened', 'none')) as review
    from ${scopedFindings(principal)} as found
    left join (select finding, evidence_hash, arg_max(label, verdict) as label from verdict group by finding, evidence_hash) as bound
      on bound.finding = found.finding and bound.evidence_hash = found.evidence_hash
    left join (select rule, evidence_hash, arg_max(label, verdict) as label from verdict group by rule, evidence_hash) as alike
      on alike.rule = found.rule and alike.evidence_hash = found.evidence_hash and len(found.claims) > 0
    left join (select distinct finding from verdict) as judged on judged.finding = found.finding
  )`;
}
