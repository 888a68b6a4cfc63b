import { decimal, divide, multiply, type Rational, rational, subtract } from "./published-arithmetic.ts";
import { type Interval, unitScale } from "./published-intervals.ts";

/** The formulas of design §8 on exact fractions: the golden figures are computed with these, and by the measures in SQL. */
export const formulas = {
  /** fund_total ÷ total_cost, a fraction. */
  fund_ratio: ({ fund_total, total_cost }: { fund_total: Rational; total_cost: Rational }) =>
    divide(fund_total, total_cost),
  /** 人均减少垫付: fund_total ÷ visits, in yuan. */
  reduced_advance: ({ fund_total, visits }: { fund_total: Rational; visits: Rational }) => divide(fund_total, visits),
  /** (now − before) ÷ before, a fraction. */
  growth: ({ now, before }: { now: Rational; before: Rational }) => divide(subtract(now, before), before),
} as const;

/** A figure in yuan, visits or as a fraction. */
export function amountOf(figure: { value: string; unit: string }): Rational {
  return multiply(decimal(figure.value), unitScale(figure.unit));
}

/** Smallest and largest quotient of two positive figures within their intervals. @throws RangeError for an open interval. */
export function quotientRange(
  over: Interval & { unit: string },
  under: Interval & { unit: string },
): { low: Rational; high: Rational } {
  const end = (figure: Interval & { unit: string }, side: "low" | "high") => {
    const text = figure[side];
    if (text === null) throw new RangeError(`the ${side} end of the interval is open`);
    return amountOf({ value: text, unit: figure.unit });
  };
  const smallest = end(under, "low");
  if (smallest.numerator <= 0n) return { low: rational(0n), high: divide(end(over, "high"), smallest) };
  return { low: divide(end(over, "low"), end(under, "high")), high: divide(end(over, "high"), smallest) };
}
