import { raw, type Sql } from "../store/sql.ts";

/**
 * An exact quotient as DECIMAL(38, digits), half away from zero; null where the denominator is null or 0.
 *
 * DECIMAL `/` gives DOUBLE in DuckDB, so both sides become whole hundredths (HUGEINT) and the remainder decides the
 * rounding: ⌊(2·|n|·10^d + |m|) ÷ 2·|m|⌋. Terms are expressions of integers or of decimals with at most 2 digits, below 10^24.
 */
export function quotient(numerator: Sql, denominator: Sql, digits: 2 | 6): Sql {
  const n = hundredths(numerator.text);
  const m = hundredths(denominator.text);
  const scaled = `(2 * abs(${n}) * ${10 ** digits} + abs(${m})) // (2 * abs(${m}))`;
  const sign = `sign(${n})::hugeint * sign(${m})::hugeint`;
  const unit = `${(10 ** -digits).toFixed(digits)}::decimal(${digits + 1}, ${digits})`;
  return raw(
    `case when ${denominator.text} <> 0 then (${sign} * (${scaled}))::decimal(${37 - digits}, 0) * ${unit} end`,
  );
}

function hundredths(expression: string): string {
  return `(${expression}::decimal(30, 2) * 100::decimal(3, 0))::hugeint`;
}
