import type { PolicyFile } from "../../../datasets/policies/policy-schema.ts";
import { splitsOf } from "../reference/lines.ts";
import { termsOf } from "../reference/policy-text.ts";
import { Rational, total } from "../reference/rational.ts";
import type { CatalogueOf, Due, Line, Settlement } from "../reference/records.ts";
import { standingOf } from "../reference/standing.ts";
import { settle } from "../reference.ts";
import type { Trial } from "./trial.ts";

/** By what a settlement was paid. */
export interface PaidBy {
  policy: PolicyFile;
  catalogue: CatalogueOf;
}

/**
 * The same years paid as they should have been: every line, header and benefit as the oracle has it. What cannot be judged keeps its header
 * and counts as recorded.
 */
export function paidAsDue(trial: Trial, catalogue: CatalogueOf): Trial {
  const { policy } = trial;
  const { openings } = trial.person;
  const settlements = trial.person.settlements.map((each) =>
    standingOf(each, [policy]).cannot === null ? each : headerOnly(each),
  );
  const outcomes = settle({ settlements, openings }, [policy], catalogue, "clean");
  const of = new Map(outcomes.map((outcome) => [outcome.claim_id, outcome]));
  const paid = settlements.map((each) => {
    const due = of.get(each.claim_id)!;
    return due.cannot === null ? paidAs(each, due, { policy, catalogue }) : each;
  });
  return { ...trial, person: { settlements: paid, openings } };
}

/**
 * The same years, everything that was settled after a claim paid by what then stood in the record: an agency that made an error goes on from it.
 */
export function paidOnAfter(trial: Trial, claim_id: string, catalogue: CatalogueOf): Trial {
  const by = { policy: trial.policy, catalogue };
  let { settlements } = trial.person;
  const { openings } = trial.person;
  const order = settle(trial.person, [trial.policy], catalogue, "record").map((outcome) => outcome.claim_id);
  for (const next of order.slice(order.indexOf(claim_id) + 1)) {
    const outcomes = settle({ settlements, openings }, [trial.policy], catalogue, "record");
    const due = outcomes.find((outcome) => outcome.claim_id === next)!;
    if (due.cannot !== null) continue;
    settlements = settlements.map((each) => (each.claim_id === next ? paidAs(each, due, by) : each));
  }
  return { ...trial, person: { settlements, openings } };
}

/** A settlement with what an outcome says recorded of it, and of its lines; the total is what the parts come to. */
export function paidAs(settlement: Settlement, due: Due, by: PaidBy): Settlement {
  const parts = [due.full_self_pay_due, due.over_limit_due, due.first_pay_due, due.in_scope_due];
  return {
    ...settlement,
    lines: due.s1 === "lines" ? splitLines(settlement, by) : [],
    recorded: {
      ...settlement.recorded,
      total_cost: String(total(parts)),
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
    },
  };
}

/** A header of its own whose parts come to its total, with no deductible that might be above the cost in scope, and nothing paid by layers. */
function headerOnly(settlement: Settlement): Settlement {
  const { recorded } = settlement;
  const parts = [recorded.full_self_pay, recorded.over_limit, recorded.first_pay, recorded.in_scope];
  return {
    ...settlement,
    lines: [],
    recorded: {
      ...recorded,
      total_cost: String(total(parts.map((part) => Rational.of(part)))),
      deductible_paid: "0.00",
      serious_illness_fund: "0.00",
      large_amount_fund: "0.00",
      civil_servant_fund: "0.00",
      medical_aid_fund: "0.00",
    },
  };
}

function splitLines(settlement: Settlement, { policy, catalogue }: PaidBy): Line[] {
  const standing = standingOf(settlement, [policy]);
  if (standing.cannot !== null) return settlement.lines;
  const splits = splitsOf(settlement, termsOf(settlement, standing), catalogue);
  return settlement.lines.map((line, i) => ({
    ...line,
    full_self_pay: String(splits[i]!.full),
    over_limit: String(splits[i]!.over),
    first_pay: String(splits[i]!.first),
    in_scope: String(splits[i]!.inScope),
  }));
}
