import type { PolicyFile, PolicyVersion } from "../../datasets/policies/policy-schema.ts";
import { deductibleOf } from "./reference/deductible.ts";
import { History, type Past, poolCare } from "./reference/history.ts";
import { layerNames, layersOf, sharesOf } from "./reference/layers.ts";
import { headerOf } from "./reference/lines.ts";
import { termsOf } from "./reference/policy-text.ts";
import { Rational, total } from "./reference/rational.ts";
import type { CatalogueOf, Due, Opening, Outcome, Settlement } from "./reference/records.ts";
import { basicOf } from "./reference/segments.ts";
import { benefitDay, type NoStanding, type Standing, standingOf } from "./reference/standing.ts";
import { admissionNo, settledOrder, unitOf } from "./reference/stays.ts";

/** All of one person that re-settlement asks for; the settlements and statements may be of several areas, schemes and years. */
export interface Person {
  settlements: readonly Settlement[];
  openings: readonly Opening[];
}

/** Earlier settlements of a year count as recorded, or as due. */
export type HistoryKind = "record" | "clean";

/**
 * Settles one person's years again, row by row, with exact fractions, from the text of the policies: the oracle against which the set-based chain is held.
 * Slow and plain on purpose; shares no code with it. History is taken for complete. Outcomes stand in the order of settlement.
 * @throws where a policy lacks a row that its check would have asked for, or an amount is no decimal number
 */
export function settle(
  person: Person,
  files: readonly PolicyFile[],
  catalogue: CatalogueOf,
  kind: HistoryKind,
): Outcome[] {
  const ordered = person.settlements
    .map((settlement) => ({ settlement, standing: standingOf(settlement, files) }))
    .sort((a, b) => (settledOrder(a.settlement) < settledOrder(b.settlement) ? -1 : 1));
  const years = Map.groupBy(ordered, ({ settlement: { insured_city, scheme }, standing: { benefit_year } }) =>
    [insured_city, scheme, benefit_year].join(" "),
  );
  const outcomes = new Map<string, Outcome>();
  for (const year of years.values()) {
    const stays = year.map(({ settlement }) => settlement);
    const past: Past[] = [];
    for (const { settlement, standing } of year) {
      const history = new History([...past], latestOpening(person.openings, settlement, standing.benefit_year));
      const { outcome, admission } = settleOne(settlement, standing, stays, history, catalogue);
      outcomes.set(settlement.claim_id, outcome);
      past.push(pastOf(settlement, standing.version, outcome, admission, kind));
    }
  }
  return ordered.map(({ settlement }) => outcomes.get(settlement.claim_id)!);
}

/** The latest statement of the year before the day of settlement; null where there is none. */
export function latestOpening(
  openings: readonly Opening[],
  settlement: Settlement,
  benefit_year: string,
): Opening | null {
  const before = openings.filter(
    (each) =>
      each.insured_city === settlement.insured_city &&
      each.scheme === settlement.scheme &&
      each.benefit_year === benefit_year &&
      each.as_of < settlement.settled_at.slice(0, 10),
  );
  return before.reduce<Opening | null>((latest, each) => (latest && latest.as_of > each.as_of ? latest : each), null);
}

function settleOne(
  settlement: Settlement,
  standing: Standing | NoStanding,
  stays: readonly Settlement[],
  history: History,
  catalogue: CatalogueOf,
): { outcome: Outcome; admission: number } {
  const { claim_id, recorded } = settlement;
  const inpatient = settlement.care_group === "inpatient";
  if (standing.cannot !== null) {
    const { benefit_year, cannot } = standing;
    const admission = inpatient ? admissionNo(new Set([settlement.encounter]), history) : 1;
    return { outcome: { claim_id, benefit_year, cannot }, admission };
  }
  const terms = termsOf(settlement, standing);
  const { mode, merged } = terms.deductible;
  const transfers = mode === "PER_VISIT" && (merged === "transfer" || merged === "both");
  const unit = unitOf(settlement, stays, transfers);
  const admission = inpatient ? admissionNo(unit, history) : 1;
  const visit = { settlement, terms, history, admission, unit };

  const header = headerOf(settlement, terms, catalogue);
  const { paid, deductible: asked, upTo } = terms;
  if (paid && (admission > asked.admissions || (upTo !== null && header.inScope.compare(upTo) > 0))) {
    const { benefit_year } = standing;
    return { outcome: { claim_id, benefit_year, cannot: "policy_gap", header }, admission };
  }
  const deductible = deductibleOf(visit, header.inScope);
  const basic = basicOf(visit, header.inScope, deductible.paid);
  const shared = {
    inScope: header.inScope,
    firstPay: header.first,
    deductible: deductible.paid,
    basic: basic.paid,
    overCap: basic.overCap,
  };
  const layers = layersOf(settlement, standing.version, shared, history);
  // S11.
  const fund = total([basic.paid, ...layerNames.map((name) => layers[name]), Rational.of(recorded.other_funds)]);
  const outcome: Due = {
    claim_id,
    cannot: null,
    policy_id: standing.policy_id,
    benefit_year: standing.benefit_year,
    filing: standing.filing,
    s1: header.from,
    full_self_pay_due: header.full,
    over_limit_due: header.over,
    extra_first_pay: header.extra,
    first_pay_due: header.first,
    in_scope_due: header.inScope,
    admission_no: admission,
    deductible_standard_due: deductible.standard,
    deductible_due: deductible.paid,
    calculated: basic.calculated,
    cap_left: basic.capLeft,
    over_cap: basic.overCap,
    basic_due: basic.paid,
    serious_due: layers.serious,
    large_due: layers.large,
    civil_due: layers.civil,
    aid_due: layers.aid,
    fund_due: fund,
    personal_due: Rational.of(recorded.total_cost).minus(fund).minus(Rational.of(recorded.hospital_share)),
  };
  return { outcome, admission };
}

const headerDue = (outcome: Outcome) =>
  outcome.cannot === null ? { inScope: outcome.in_scope_due, first: outcome.first_pay_due } : (outcome.header ?? null);

/**
 * S12: what a settlement adds to the year. One that cannot be judged counts as recorded, but for what its lines come to; how much was over the ceiling, no record
 * says.
 */
function pastOf(
  settlement: Settlement,
  version: PolicyVersion | null,
  outcome: Outcome,
  admission: number,
  kind: HistoryKind,
): Past {
  const { recorded } = settlement;
  const judged = outcome.cannot === null;
  const due = judged && kind === "clean";
  const header = kind === "record" ? null : headerDue(outcome);
  const shared = {
    inScope: header?.inScope ?? Rational.of(recorded.in_scope),
    firstPay: header?.first ?? Rational.of(recorded.first_pay),
    deductible: due ? outcome.deductible_due : Rational.of(recorded.deductible_paid),
    basic: due ? outcome.basic_due : Rational.of(recorded.basic_fund),
    overCap: judged ? outcome.over_cap : Rational.zero,
  };
  const layers = {
    serious: due ? outcome.serious_due : Rational.of(recorded.serious_illness_fund),
    large: due ? outcome.large_due : Rational.of(recorded.large_amount_fund),
    civil: due ? outcome.civil_due : Rational.of(recorded.civil_servant_fund),
    aid: due ? outcome.aid_due : Rational.of(recorded.medical_aid_fund),
  };
  return {
    settlement,
    care: poolCare(settlement, version),
    day: benefitDay(settlement),
    admission,
    inScope: shared.inScope,
    deductible: shared.deductible,
    basic: shared.basic,
    layers,
    shares: sharesOf(settlement, version, shared, layers),
  };
}
