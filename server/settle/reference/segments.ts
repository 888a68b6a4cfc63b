import { aboveDeductible, quarterOf, type Visit } from "./deductible.ts";
import type { Past } from "./history.ts";
import type { Band } from "./policy-text.ts";
import { greatest, least, notNegative, Rational, total } from "./rational.ts";
import { benefitDay } from "./standing.ts";

export interface Basic {
  /** Before ceiling and limit. */
  calculated: Rational;
  /** What is left under a ceiling on what the fund pays; null: there is none. */
  capLeft: Rational | null;
  /** Eligible cost above the point where the ceiling is reached. */
  overCap: Rational;
  paid: Rational;
}

interface Slice {
  width: Rational;
  ratio: Rational;
  paid: Rational;
}

/** S6 and S7 (domain note §2.6, §2.7): the pooled fund's share of eligible cost above the deductible. */
export function basicOf(visit: Visit, eligible: Rational, deductible: Rational): Basic {
  const { terms, history } = visit;
  const { cap } = terms;
  if (!terms.paid) return { calculated: Rational.zero, capLeft: null, overCap: Rational.zero, paid: Rational.zero };
  const before = (amount: (past: Past) => Rational, stated: "in_scope" | "basic_fund") =>
    cap ? history.sum(cap.care, amount, (opening) => Rational.of(opening[stated])) : Rational.zero;
  const onCost = cap?.basis === "ELIGIBLE";
  const capLeft =
    cap &&
    notNegative(cap.amount.minus(onCost ? before((p) => p.inScope, "in_scope") : before((p) => p.basic, "basic_fund")));
  const payable = onCost && capLeft ? notNegative(least(eligible, capLeft)) : eligible;
  const from = terms.basis === "ANNUAL" ? aboveDeductible(visit) : deductible;
  const slices = slicesOf(terms.bands, from, from.plus(notNegative(payable.minus(deductible))));
  const calculated = total(slices.map(({ paid }) => paid));
  const underCap = !onCost && capLeft ? least(calculated, capLeft) : calculated;
  return {
    calculated,
    capLeft: onCost ? null : capLeft,
    overCap: onCost
      ? notNegative(eligible.minus(greatest(payable, deductible)))
      : overflow(slices, calculated.minus(underCap)),
    paid: limitOf(visit).reduce((paid, limit) => least(paid, limit), underCap),
  };
}

/** Eligible cost in (from, to] by band, each band's payment to the fen. */
function slicesOf(bands: readonly Band[], from: Rational, to: Rational): Slice[] {
  return bands.map(({ low, high, ratio }) => {
    const width = notNegative((high ? least(high, to) : to).minus(greatest(low, from)));
    return { width, ratio, paid: width.times(ratio).toFen() };
  });
}

/** Cost that `unpaid` would have paid for, taken off the bands from the top. */
function overflow(slices: readonly Slice[], unpaid: Rational): Rational {
  let left = unpaid;
  let cost = Rational.zero;
  for (const { width, ratio, paid } of slices.toReversed()) {
    if (left.compare(Rational.zero) <= 0) break;
    if (paid.compare(left) > 0) return cost.plus(left.over(ratio).toFen());
    cost = cost.plus(width);
    left = left.minus(paid);
  }
  return cost;
}

/** What a chronic disease's own limit leaves (domain note §2.10): none, or one amount. */
function limitOf({ settlement, terms, history }: Visit): Rational[] {
  const limit = terms.chronic?.limit;
  if (!limit) return [];
  const chronic = history.past.filter((past) => past.care === "chronic");
  const first = chronic[0]?.settlement.disease_code ?? settlement.disease_code;
  const further = first !== settlement.disease_code;
  const amount = Rational.of(further ? (limit.further_disease ?? limit.amount) : limit.amount);
  const day = benefitDay(settlement);
  const samePeriod = {
    year: () => true,
    quarter: (past: Past) => quarterOf(past.day) === quarterOf(day),
    month: (past: Past) => past.day.slice(0, 7) === day.slice(0, 7),
    session: () => false,
  }[limit.period];
  const paid = chronic.filter((past) => past.settlement.disease_code === settlement.disease_code && samePeriod(past));
  return [notNegative(amount.minus(total(paid.map(({ basic }) => basic))))];
}
