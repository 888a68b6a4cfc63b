import { raw, type Sql, sql } from "../../store/sql.ts";
import { type Comparison, cases, keyList, keysOf, partsOf, rowColumns, type Way } from "./comparison.ts";
import { beyondChance, quotient, rounded } from "./robust.ts";

/**
 * Two populations of one unit: its judged rows against its other rows of the same period and the same cases. Cases with fewer than `peers` of the others are left out; both need the
 * volume. `above`, of a mean: the share of judged rows above the median of the others in the same case, which a few dear ones do not move.
 */
export const againstRest: Way = {
  shows: ["value", "volume", "expected", "times", "compared_volume", "beyond_chance", "above"],
  reasons: ["peers", "volume", "expected"],
  steps(comparison) {
    const { unit, measure, least } = comparison;
    const keys = keyList(comparison);
    const cell = cases(comparison, keysOf(comparison));
    const sum = (value: Sql) => unit.over("sum", value);
    const usual = rounded(raw("cast(d as double) * cast(rest_n as double) / nullif(cast(rest_d as double), 0)"));
    return sql`"part" as materialized (${partsOf(comparison)}), "rest" as (
      select ${cell}, n as rest_n, d as rest_d, volume as rest_volume from "part" where not judged and volume >= ${least("peers", "part")}
    ), "held" as (
      select "part".*, rest_volume, ${usual} as usual from "part" left join "rest" using (${cell}) where judged
    ), "unit" as materialized (
      select ${keys}, ${sum(raw("case when usual is not null then n end"))} as n, ${sum(raw("case when usual is not null then d end"))} as d,
        ${sum(raw("case when usual is not null then volume end"))} as volume, ${sum(raw("usual"))} as usual,
        ${sum(raw("case when usual is not null then rest_volume end"))} as compared_volume${unit.agreed()}
      from "held"${unit.grouped}
    ), ${aboveOf(comparison)}, "placed" as (
      select "unit".*, ${quotient(raw("n"), raw("d"))} as value, ${quotient(raw("usual"), raw("d"))} as expected, ${quotient(raw("n"), raw("usual"))} as times, above
      from "unit" left join "above" using (${keys})
    ), "row" as (
      select *, ${measure.kind === "share" ? beyondChance(raw("value"), raw("expected"), raw("d")) : raw("cast(null as decimal(18, 2))")} as beyond_chance,
        case when volume is null then 'peers'
          when volume < ${least("volume", "placed")} or compared_volume < ${least("volume", "placed")} then 'volume' when times is null then 'expected' end as reason
      from "placed"
    )`;
  },
};

/** How many of the judged rows lie above what is usual among the others in their case. */
function aboveOf(comparison: Comparison): Sql {
  const { measure, judged, period, from, where, least } = comparison;
  const keys = keyList(comparison);
  const none = sql`"above" as (select ${keys}, cast(null as decimal(18, 4)) as above from "unit" where false)`;
  if (measure.kind !== "mean") return none;
  const cell = cases(comparison, keysOf(comparison));
  return sql`"single" as (
      select ${period.firstDay} as first_day, ${rowColumns(comparison)}, ${judged!} as judged, ${measure.top} as amount from ${from} where ${where} and ${measure.known}
    ), "typical" as (
      select ${cell}, median(amount) as typical from "single" where not judged group by all having count(*) >= ${least("peers", "single")}
    ), "above" as (
      select ${keys}, cast(round(count(*) filter (where amount > typical) / nullif(cast(count(*) as double), 0), 4) as decimal(18, 4)) as above
      from "single" join "typical" using (${cell}) where judged group by all
    )`;
}
