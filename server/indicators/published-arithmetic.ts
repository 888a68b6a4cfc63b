/** An exact fraction with a positive denominator: no figure of money passes through floating point. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Reads a plain decimal text ("965.33"). @throws RangeError for anything else, "1e8" and "1,000" included. */
export function decimal(text: string): Rational {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`expected a plain decimal number, got "${text}"`);
  return rational(BigInt(text.replace(".", "")), 10n ** BigInt(decimalsOf(text)));
}

export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError("a fraction with denominator 0 has no value");
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

export const add = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const subtract = (a: Rational, b: Rational): Rational => add(a, { ...b, numerator: -b.numerator });

export const multiply = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

export const divide = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

/** Negative, zero or positive, as for sorting. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Decimal text with `digits` places, rounded half away from zero, or cut off. */
export function toDecimal(value: Rational, digits: number, mode: "round" | "truncate" = "round"): string {
  const scaled = (value.numerator < 0n ? -value.numerator : value.numerator) * 10n ** BigInt(digits);
  const whole =
    mode === "round" ? (scaled * 2n + value.denominator) / (value.denominator * 2n) : scaled / value.denominator;
  const text = String(whole).padStart(digits + 1, "0");
  const sign = value.numerator < 0n && whole !== 0n ? "-" : "";
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function decimalsOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/** One unit of the last printed place, and of the last place that is not zero ("1600" → 1 and 100). */
export function lastPlace(text: string, significant = false): Rational {
  const decimals = decimalsOf(text);
  const zeros = significant ? (/0*$/.exec(text.replace(".", ""))?.[0].length ?? 0) : 0;
  const exponent = zeros - decimals;
  return exponent < 0 ? rational(1n, 10n ** BigInt(-exponent)) : rational(10n ** BigInt(exponent));
}
