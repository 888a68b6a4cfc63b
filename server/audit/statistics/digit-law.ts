import { join, raw, type Sql, sql } from "../../store/sql.ts";

/** Which digit of an amount is looked at, counted from its first that is not zero. */
export const digitPlaces = ["first", "second"] as const;
export type DigitPlace = (typeof digitPlaces)[number];

/**
 * The share of each digit in amounts that grow over several orders of magnitude (Benford 1938): log10(1 + 1/d) of first digits, of second ones
 * the sum of log10(1 + 1/(10k + d)) over the first digits k.
 */
export function digitLaw(place: DigitPlace): Map<number, number> {
  const leading = place === "first" ? [0] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const digits = place === "first" ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  return new Map(
    digits.map((digit) => [digit, leading.reduce((sum, k) => sum + Math.log10(1 + 1 / (10 * k + digit)), 0)]),
  );
}

/** The law as rows (digit, share). */
export function lawRows(place: DigitPlace): Sql {
  const rows = [...digitLaw(place)].map(
    ([digit, share]) => sql`(${raw(String(digit))}, cast(${share.toFixed(9)} as decimal(18, 9)))`,
  );
  return sql`(values ${join(rows)}) as "law"(digit, share)`;
}

/** The digit of an amount above zero; null where it has no such digit. */
export function digitOf(place: DigitPlace, amount: Sql): Sql {
  const digits = sql`ltrim(replace(cast(${amount} as varchar), '.', ''), '0')`;
  return sql`case when ${amount} > 0 then try_cast(substr(${digits}, ${raw(place === "first" ? "1" : "2")}, 1) as integer) end`;
}
