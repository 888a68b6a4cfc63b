import { raw, type Sql } from "../../store/sql.ts";

/** A share with the interval that holds it. Null where nothing was counted. */
export interface Interval {
  share: number;
  low: number;
  high: number;
}

/** The normal quantile of a two-sided interval of 95 %. */
const Z = 1.959963984540054;

/**
 * The Wilson score interval of `hits` in `n` at 95 %: unlike the usual one it says something where all or none of a few are hits.
 * Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209–212.
 */
export function wilson(hits: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = hits / n;
  const denominator = 1 + Z ** 2 / n;
  const middle = (share + Z ** 2 / (2 * n)) / denominator;
  const reach = (Z / denominator) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** The lower end of the same interval in SQL; null where nothing was counted. @param hits, n names of columns */
export function wilsonLow(hits: string, n: string): Sql {
  const share = `(${hits} / ${n}::double)`;
  const reach = `${Z} * sqrt(${share} * (1 - ${share}) / ${n} + ${Z ** 2 / 4} / ${n}::double ** 2)`;
  return raw(`if(${n} = 0, null, greatest(0, (${share} + ${Z ** 2 / 2} / ${n} - ${reach}) / (1 + ${Z ** 2} / ${n})))`);
}
