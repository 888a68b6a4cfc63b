import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { type DigitPlace, lawRows } from "./digit-law.ts";

export interface DigitCounts {
  /** SELECT of `keys`, first_day, digit, claims. */
  records: Sql;
  keys: readonly string[];
  place: DigitPlace;
  /** Amounts without which a unit is not judged. */
  least: Sql;
}

/**
 * WITH … of `row`: keys, first_day, volume, enough, chi_square and mad against the law, and the digit that stands out most with its share and the law's
 * (per cent), and the claims whose amounts have it. Terms are added up as decimals, so that no order of rows changes them.
 */
export function digitCounts({ records, keys, place, least }: DigitCounts): Sql {
  const told = join([...keys, "first_day"].map((name) => ident(name)));
  const exact = (value: Sql) => sql`cast(${value} as decimal(30, 9))`;
  return sql`with "record" as materialized (${records}), "unit" as (
      select ${told}, count(*) as volume, min(its_care_area) as least_area, max(its_care_area) as most_area from "record" group by all
    ), "counted" as (
      select ${told}, digit, count(*) as n, list_sort(list_distinct(flatten(list(claims)))) as claims from "record" group by all
    ), "beside" as (
      select ${told}, digit, volume, share, coalesce(n, 0) as n, claims, cast(coalesce(n, 0) as double) / volume - share as surplus
      from "unit" cross join ${lawRows(place)} left join "counted" using (${told}, digit)
    ), "row" as (
      select ${told}, volume, volume >= ${least} as enough,
        cast(round(sum(${exact(sql`pow(n - volume * share, 2) / (volume * share)`)}), 2) as decimal(18, 2)) as chi_square,
        cast(round(sum(${exact(raw("abs(surplus)"))}) / count(*), 4) as decimal(18, 4)) as mad,
        arg_max(digit, (surplus, -digit)) as digit,
        cast(round(100.0 * arg_max(n, (surplus, -digit)) / volume, 1) as decimal(18, 1)) as share_percent,
        cast(round(100.0 * arg_max(share, (surplus, -digit)), 1) as decimal(18, 1)) as law_percent,
        arg_max(claims, (surplus, -digit)) as claims,
        any_value(case when least_area = most_area then least_area end) as its_care_area
      from "beside" join "unit" using (${told}, volume) group by ${told}, volume
    )`;
}
