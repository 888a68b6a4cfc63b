import {
  add,
  compare,
  decimal,
  decimalsOf,
  lastPlace,
  multiply,
  type Rational,
  rational,
  subtract,
  toDecimal,
} from "./published-arithmetic.ts";

/**
 * How a printed number stands for the true one.
 * exact: a count as printed · rounded, truncated, rounded_or_truncated: to its last printed place · about: (≈, 左右) one unit of the last
 * non-zero place either way · near (近): up to one such unit below · over (超过, 突破, 多), at_least (以上), at_most (内): open ends.
 */
export const precisions = [
  "exact",
  "rounded",
  "truncated",
  "rounded_or_truncated",
  "about",
  "near",
  "over",
  "at_least",
  "at_most",
] as const;
export type Precision = (typeof precisions)[number];

/** Decimal texts; null is an open end. `high` is excluded where the number was rounded or cut off. */
export interface Interval {
  low: string | null;
  high: string | null;
}

/**
 * The half-open interval [low, high) of true values that round half-up to `value`; `decimals` defaults to the printed ones.
 * "1.36" → [1.355, 1.365).
 */
export function impliedRange(value: string, decimals = decimalsOf(value)): { low: string; high: string } {
  const half = rational(1n, 2n * 10n ** BigInt(decimals));
  const [low, high] = [subtract(decimal(value), half), add(decimal(value), half)];
  return { low: toDecimal(low, decimals + 1), high: toDecimal(high, decimals + 1) };
}

/** The interval a number printed with this precision leaves open. */
export function intervalOf(value: string, precision: Precision): Interval {
  const decimals = decimalsOf(value);
  const shifted = (unit: Rational, by: bigint) =>
    toDecimal(add(decimal(value), multiply(unit, rational(by))), decimals);
  const significant = lastPlace(value, true);
  switch (precision) {
    case "exact":
      return { low: value, high: value };
    case "rounded":
      return impliedRange(value);
    case "truncated":
      return { low: value, high: shifted(lastPlace(value), 1n) };
    case "rounded_or_truncated":
      return { low: impliedRange(value).low, high: shifted(lastPlace(value), 1n) };
    case "about":
      return { low: shifted(significant, -1n), high: shifted(significant, 1n) };
    case "near":
      return { low: shifted(significant, -1n), high: value };
    case "over":
    case "at_least":
      return { low: value, high: null };
    case "at_most":
      return { low: null, high: value };
  }
}

/** 1 万人次 = 10⁴, 1 亿元 = 10⁸, 1 % = 1/100 …; a unit without 万 or 亿 counts ones. */
export function unitScale(unit: string): Rational {
  if (unit === "%") return rational(1n, 100n);
  if (unit.startsWith("亿")) return rational(10n ** 8n);
  return unit.startsWith("万") ? rational(10n ** 4n) : rational(1n);
}

export type Agreement = "exact" | "rounded" | "truncated" | "interval";

/**
 * Whether a computed value (in yuan, visits, or as a fraction) is consistent with a published figure, and by which reading: it is the
 * number itself, rounds to it, is cut off to it, or lies in its interval. Null: it contradicts the figure.
 */
export function agrees(computed: Rational, published: { value: string; unit: string } & Interval): Agreement | null {
  const scale = unitScale(published.unit);
  const inUnit = rational(computed.numerator * scale.denominator, computed.denominator * scale.numerator);
  if (compare(inUnit, decimal(published.value)) === 0) return "exact";
  const { low, high } = published;
  const inside =
    (low === null || compare(inUnit, decimal(low)) >= 0) && (high === null || compare(inUnit, decimal(high)) < 0);
  if (!inside) return null;
  const decimals = decimalsOf(published.value);
  if (toDecimal(inUnit, decimals) === published.value) return "rounded";
  return toDecimal(inUnit, decimals, "truncate") === published.value ? "truncated" : "interval";
}
