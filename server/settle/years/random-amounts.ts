import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import type { PolicyFile } from "../../../datasets/policies/policy-schema.ts";
import { catalogueOf } from "../reference/catalogue-of.ts";
import { Rational, total } from "../reference/rational.ts";
import type { Recorded, Settlement } from "../reference/records.ts";
import { settle } from "../reference.ts";
import type { Dice } from "./dice.ts";
import { randomLines } from "./random-lines.ts";

/**
 * Gives settlements their amounts: cost in scope at, just below and just above what the policy's amounts make of the year so far, and recorded
 * benefits that are those due, those due but for one error, or anything.
 */
export function randomAmounts(
  dice: Dice,
  visits: readonly Omit<Settlement, "recorded" | "lines">[],
  policy: PolicyFile,
  catalogue: Catalogue,
): Settlement[] {
  const edges = edgesOf(policy);
  const soFar = new Map<string, number>();
  const settlements = visits.map((visit): Settlement => {
    const care = visit.care_group === "pharmacy" ? "outpatient" : visit.care_group;
    const wanted = amountOf(dice, edges, soFar.get(care) ?? 0);
    soFar.set(care, (soFar.get(care) ?? 0) + Number(wanted));
    const lines = dice.chance(0.5) ? randomLines(dice, catalogue, dayOf(visit), wanted) : [];
    return { ...visit, lines, recorded: recordedOf(dice, lines, wanted) };
  });
  const kind = dice.random();
  if (kind < 0.35) return settlements;
  const due = asDue(settlements, policy, catalogue);
  if (kind < 0.75) return due;
  const wrong = dice.whole(0, due.length - 1);
  return due.map((each, i) => (i === wrong ? { ...each, recorded: withError(dice, each.recorded) } : each));
}

const dayOf = ({ visit_begin, settled_at }: Pick<Settlement, "visit_begin" | "settled_at">) =>
  visit_begin ?? settled_at.slice(0, 10);

/** Every amount at which a policy changes what it does. */
function edgesOf({ versions }: PolicyFile): number[] {
  const texts = versions.flatMap(({ deductibles, segments, caps, layers, chronic }) => [
    ...deductibles.flatMap(({ tiers }) => Object.values(tiers).flat()),
    ...segments.flatMap(({ tiers }) => Object.values(tiers).flatMap((bands) => bands.map(([low]) => low))),
    ...caps.map(({ amount }) => amount),
    ...layers.flatMap(({ bands, cap }) => [...bands.map(([low]) => low), ...(cap === undefined ? [] : [cap])]),
    ...chronic.flatMap(({ deductible, limit }) => [deductible, ...(limit ? [limit.amount] : [])]),
  ]);
  return texts.map(Number);
}

function amountOf(dice: Dice, edges: readonly number[], soFar: number): string {
  const kind = dice.random();
  const most = dice.one([300, 3000, 20_000, 60_000]);
  if (kind < 0.04) return "0.00";
  if (kind < 0.45) return dice.yuan(0, most);
  const edge = dice.one(edges) + dice.one([-0.01, 0, 0.01]) - (dice.chance(0.4) ? soFar : 0);
  return edge > 0 ? edge.toFixed(2) : dice.yuan(0, most);
}

function recordedOf(dice: Dice, lines: Settlement["lines"], wanted: string): Recorded {
  if (lines.length === 0) return anything(dice, wanted);
  const amount = total(lines.map((line) => Rational.of(line.amount)));
  const off = dice.one(["0", "0", "0", "0", "0", "0", "0.01", "-0.01", "0.02", "-5"]);
  const recorded = anything(dice, wanted);
  const cost = amount.plus(Rational.of(off));
  return { ...recorded, total_cost: String(cost.compare(Rational.zero) < 0 ? amount : cost) };
}

/** A header of its own: parts that add up, and benefits that may be anything up to them. */
function anything(dice: Dice, in_scope: string): Recorded {
  const share = (percent: number) => ((Number(in_scope) * dice.whole(0, percent)) / 100).toFixed(2);
  const rest = () => (dice.chance(0.5) ? "0.00" : dice.yuan(0, 900));
  const [full_self_pay, over_limit, first_pay] = [rest(), rest(), rest()];
  const parts = [in_scope, full_self_pay, over_limit, first_pay].map((part) => Rational.of(part));
  const seldom = () => (dice.chance(0.75) ? "0.00" : share(8));
  return {
    total_cost: String(total(parts)),
    full_self_pay,
    over_limit,
    first_pay,
    in_scope,
    deductible_paid: dice.chance(0.3) ? "0.00" : share(20),
    basic_fund: dice.chance(0.2) ? "0.00" : share(70),
    serious_illness_fund: seldom(),
    large_amount_fund: seldom(),
    civil_servant_fund: seldom(),
    medical_aid_fund: seldom(),
    other_funds: dice.chance(0.9) ? "0.00" : share(2),
    hospital_share: dice.chance(0.95) ? "0.00" : share(2),
  };
}

/** The same settlements with what was due recorded. */
function asDue(settlements: readonly Settlement[], policy: PolicyFile, catalogue: Catalogue): Settlement[] {
  const outcomes = settle({ settlements, openings: [] }, [policy], catalogueOf(catalogue), "clean");
  const of = new Map(outcomes.map((outcome) => [outcome.claim_id, outcome]));
  return settlements.map((settlement) => {
    const due = of.get(settlement.claim_id)!;
    if (due.cannot !== null) return settlement;
    const recorded: Recorded = {
      ...settlement.recorded,
      full_self_pay: String(due.full_self_pay_due),
      over_limit: String(due.over_limit_due),
      first_pay: String(due.first_pay_due),
      in_scope: String(due.in_scope_due),
      deductible_paid: String(due.deductible_due),
      basic_fund: String(due.basic_due),
      serious_illness_fund: String(due.serious_due),
      large_amount_fund: String(due.large_due),
      civil_servant_fund: String(due.civil_due),
      medical_aid_fund: String(due.aid_due),
    };
    return { ...settlement, recorded };
  });
}

function withError(dice: Dice, recorded: Recorded): Recorded {
  const name = dice.one([
    "in_scope",
    "deductible_paid",
    "basic_fund",
    "serious_illness_fund",
    "large_amount_fund",
  ] as const);
  const changed = Math.max(0, Number(recorded[name]) + dice.one([-300, -0.01, 0.01, 0.06, 450.5]));
  return { ...recorded, [name]: changed.toFixed(2) };
}
