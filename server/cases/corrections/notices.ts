import type { RuleCards } from "../../audit/pages/rule-card.ts";
import { scopedFindings, scopedMoney } from "../../audit/run/scoped-findings.ts";
import type { Principal } from "../../store/principal.ts";
import { scoped } from "../../store/scope.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { path, stagesThat } from "./path.ts";

/** Who answers for what is put right by a notice: the insured place settles again, or mends its policy or its record. Nobody is suspected. */
const corrected: ReadonlySet<string> = new Set(["insured agency", "policy data", "record"]);

/** Rules whose findings are correction notices. */
export const correctionRules = ({ cards }: RuleCards): string[] =>
  [...cards.values()].filter(({ responsible }) => corrected.has(responsible)).map(({ id }) => id);

/** The same principal as far as he stands on the insured side, which alone handles notices; one of the care side alone stands nowhere there. */
export function onInsuredSide(principal: Principal): Principal {
  const { scope } = principal;
  if (scope.all || scope.side === "insured") return principal;
  const none = scope.side === "care";
  return {
    ...principal,
    scope: { ...scope, side: "insured", ...(none ? { provinces: [], cities: [] } : {}) },
  };
}

/**
 * The notices that a principal may see: open findings of those rules, and closed ones that somebody moved. Columns of `finding`, and:
 * `stage`, `outcome`, `reopened` (its evidence is other than the last step saw, so that it stands at the beginning again), `overpaid` and `underpaid` (yuan, null for
 * nothing), `estimated`, `handles` (whether he stands on the insured side of it), and of the last step `step`, `amount`, `reason`, `handled_by`, `handled_at`.
 */
export function notices(principal: Principal, library: RuleCards): Sql {
  const rules = correctionRules(library);
  const outcomes = stagesThat("outcome");
  return sql`(
    with paid as (
      select finding, sum(net) filter (net > 0) as overpaid, -sum(net) filter (net < 0) as underpaid, bool_or(estimated) as estimated
      from (
        select finding, claim_id, sum(share) as net, bool_or(estimated) as estimated
        from ${scopedMoney(principal, "finding_money")} as money where own group by all
      ) group by finding
    ),
    moved as (from correction semi join (select max(step) as step from correction group by finding) as last using (step)),
    own as (select distinct finding from ${scoped(onInsuredSide(principal), "finding_place")} as place),
    known as (
      select found.*, moved.step, moved.from_stage, moved.to_stage, moved.amount, moved.reason, moved.handled_by, moved.handled_at,
        if(found.state = 'open', paid.overpaid, moved.overpaid)::decimal(16, 2) as overpaid,
        if(found.state = 'open', paid.underpaid, moved.underpaid)::decimal(16, 2) as underpaid,
        coalesce(paid.estimated, false) as estimated,
        coalesce(found.state = 'open' and moved.evidence_hash <> found.evidence_hash, false) as reopened,
        own.finding is not null as handles
      from ${scopedFindings(principal)} as found
      left join paid on paid.finding = found.finding
      left join moved on moved.finding = found.finding
      left join own on own.finding = found.finding
      where ${among("found.rule", rules)} and (found.state = 'open' or moved.step is not null)
    )
    select * exclude (from_stage, to_stage), if(step is null or reopened, ${path.begins}, to_stage) as stage,
      case when step is null or reopened then null
        when to_stage in (${join(outcomes)}) then to_stage
        when from_stage in (${join(outcomes)}) then from_stage end as outcome
    from known
  )`;
}

const among = (column: string, values: readonly string[]): Sql =>
  values.length === 0 ? raw("false") : sql`${raw(column)} in (${join([...values])})`;
