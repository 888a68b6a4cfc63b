import { raw, type Sql, sql } from "../../store/sql.ts";
import { EXACT } from "./measure.ts";

/**
 * Robust statistics in SQL. Values are rounded to six decimals before they are compared, so that medians and deviations are taken of exact numbers and no
 * order of rows changes a result.
 */

/** n ÷ d to six decimals, null where d is nothing. */
export function quotient(n: Sql, d: Sql): Sql {
  return rounded(sql`cast(${n} as double) / nullif(cast(${d} as double), 0)`);
}

/** A floating number to six decimals, held within what the columns can hold; null stays null, which DuckDB's least and greatest would pass over. */
export function rounded(value: Sql): Sql {
  return sql`cast(round(${held(value, "1e20")}, 6) as ${EXACT})`;
}

const held = (value: Sql, most: string): Sql =>
  sql`case when ${value} > ${raw(most)} then ${raw(most)} when ${value} < -${raw(most)} then -${raw(most)} else ${value} end`;

/**
 * Spread of values around their median, as a standard deviation would be: 1.4826 × the median of absolute deviations (MAD); where more than half of the values
 * are equal and that is 0, 1.2533 × their mean (Iglewicz and Hoaglin 1993, after IBM SPSS); 0 where all are equal.
 */
export function spreadOf(mad: Sql, sumOfDeviations: Sql, count: Sql): Sql {
  return sql`case when ${mad} > 0 then ${rounded(sql`1.4826 * cast(${mad} as double)`)}
    else ${rounded(sql`1.253314 * cast(${sumOfDeviations} as double) / nullif(cast(${count} as double), 0)`)} end`;
}

/** How many spreads a value lies above what is usual, to two decimals, at most 9,999; that where nothing spreads and the value is another. */
export function robustZ(value: Sql, usual: Sql, spread: Sql): Sql {
  const distance = sql`cast(${value} - ${usual} as double)`;
  return sql`cast(case
      when ${value} = ${usual} then 0
      when ${spread} > 0 then round(${held(sql`${distance} / cast(${spread} as double)`, "9999")}, 2)
      else 9999 * sign(${distance})
    end as decimal(18, 2))`;
}

/**
 * How many standard deviations of chance a share lies above what is expected of `volume` rows (binomial). Where less than one case is expected, or less than one is
 * expected to be none, one is: a single case among few rows is no sign.
 */
export function beyondChance(value: Sql, expected: Sql, volume: Sql): Sql {
  const [share, rows] = [sql`cast(${expected} as double)`, sql`cast(${volume} as double)`];
  const likely = sql`least(greatest(${share}, 1 / ${rows}), 1 - 1 / ${rows})`;
  const deviation = sql`sqrt(greatest(${likely} * (1 - ${likely}), 0) / ${rows})`;
  return sql`cast(round(${held(sql`(cast(${value} as double) - ${share}) / nullif(${deviation}, 0)`, "9999")}, 2) as decimal(18, 2))`;
}
