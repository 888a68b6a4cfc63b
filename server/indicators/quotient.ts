import { raw, type Sql } from "../store/sql.ts";

/**
 * An exact quotient as DECIMAL(38, digits), half away from zero; null where the denominator is null or 0. Its terms are names of columns of whole
 * hundredths (see `hundredths`) below 10^26 in size.
 *
 * DECIMAL `/` gives DOUBLE in DuckDB, so the remainder decides the rounding: ⌊(2·|n|·10^d + |m|) ÷ 2·|m|⌋.
 */
export function quotient(numerator: Sql, denominator: Sql, digits: 2 | 6): Sql {
  const [n, m] = [numerator.text, denominator.text];
  const scaled = `(2 * abs(${n}) * ${10 ** digits} + abs(${m})) // (2 * abs(${m}))`;
  const unit = `${(10 ** -digits).toFixed(digits)}::decimal(${digits + 1}, ${digits})`;
  return raw(
    `case when ${m} <> 0 then (sign(${n})::hugeint * sign(${m})::hugeint * (${scaled}))::decimal(${37 - digits}, 0) * ${unit} end`,
  );
}

/** An integer, or a decimal of at most 2 digits below 10^24, as whole hundredths (HUGEINT). */
export function hundredths({ text }: Sql): Sql {
  return raw(`(${text}::decimal(30, 2) * 100::decimal(3, 0))::hugeint`);
}
