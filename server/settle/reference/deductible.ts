import type { History, Past } from "./history.ts";
import type { Terms } from "./policy-text.ts";
import { least, notNegative, Rational, total } from "./rational.ts";
import type { Settlement } from "./records.ts";
import { benefitDay } from "./standing.ts";

export interface Deductible {
  /** What the policy asks of this settlement, before anything was paid; null where the pooled fund does not pay. */
  standard: Rational | null;
  paid: Rational;
}

export interface Visit {
  settlement: Settlement;
  terms: Terms;
  history: History;
  /** 1 for out-patients. */
  admission: number;
  /** Encounters merged with this one, its own included. */
  unit: ReadonlySet<string>;
}

/** S4 (domain note §2.4): the deductible taken from `eligible` cost. Its history is that of the same kind of care. */
export function deductibleOf(visit: Visit, eligible: Rational): Deductible {
  const { terms, history, settlement } = visit;
  if (!terms.paid) return { standard: null, paid: Rational.zero };
  const { mode, standards } = terms.deductible;
  const of = (past: Past) => past.care === terms.care;
  const standard = mode === "PER_VISIT" ? standards[Math.min(visit.admission, standards.length) - 1]! : standards[0]!;
  /** min(Y, std) − min(Yp, std), Y the eligible cost of the period, this visit's included. */
  const reached = (before: Rational) => least(before.plus(eligible), standard).minus(least(before, standard));
  const inPeriod = (period: (day: string) => string) =>
    total(history.past.filter((past) => of(past) && period(past.day) === period(benefitDay(settlement))).map(inScope));

  switch (mode) {
    case "PER_VISIT":
      return { standard, paid: least(eligible, notNegative(standard.minus(paidBefore(visit)))) };
    case "ANNUAL":
      return { standard, paid: reached(ofYear(visit, inScope, "in_scope")) };
    case "QUARTER":
      return { standard, paid: reached(inPeriod(quarterOf)) };
    case "MONTH":
      return { standard, paid: reached(inPeriod((day) => day.slice(0, 7))) };
    case "PER_HOSP_YEAR": {
      const been = history.past.some(
        (past) => of(past) && past.settlement.institution_code === settlement.institution_code,
      );
      return { standard, paid: been ? Rational.zero : least(eligible, standard) };
    }
    case "ANNUAL_TOPUP": {
      const before = ofYear(visit, ({ deductible }) => deductible, "deductible_paid");
      return { standard, paid: least(eligible, notNegative(standard.minus(before))) };
    }
  }
}

const inScope = (past: Past) => past.inScope;

export const quarterOf = (day: string) => `${day.slice(0, 4)} ${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/** A sum over the year's earlier settlements of the same care. A statement in sums of the year counts as in-patient care. */
function ofYear({ terms, history }: Visit, amount: (past: Past) => Rational, stated: "in_scope" | "deductible_paid") {
  if (terms.care !== "inpatient") return total(history.past.filter((past) => past.care === terms.care).map(amount));
  return history.sum(["inpatient"], amount, (opening) => Rational.of(opening[stated]));
}

/** What settlements merged with this one already paid: of the same encounter, of the stays of a transfer before it. */
function paidBefore({ settlement, terms, history, unit }: Visit): Rational {
  const { merged } = terms.deductible;
  const counts = ({ settlement: { encounter } }: Past) =>
    encounter === settlement.encounter ? merged === "interim" || merged === "both" : unit.has(encounter);
  return total(
    history.past.filter((past) => past.care === terms.care && counts(past)).map(({ deductible }) => deductible),
  );
}

/** Σ (in scope − deductible) before: where an ANNUAL basis begins to count (domain note §2.6). Not below 0, whatever was recorded. */
export function aboveDeductible(visit: Visit): Rational {
  const cost = ofYear(visit, inScope, "in_scope");
  return notNegative(cost.minus(ofYear(visit, ({ deductible }) => deductible, "deductible_paid")));
}
