import { raw, type Sql, sql } from "../../store/sql.ts";
import { type Comparison, cases, keyList, partsOf, strata, type Way } from "./comparison.ts";
import { beyondChance, quotient, robustZ, rounded, spreadOf } from "./robust.ts";
import { listed } from "./unit.ts";

/**
 * A unit against the units of its stratum in the same period: how far its value lies from their median, in robust spreads and by rank. Where rows have a case mix, the value
 * is first put on the same cases (indirect standardisation: own sum ÷ the sum expected by what the others have in the same cases, times the stratum's value),
 * and cases that fewer than `peers` others treat are left out. The median is taken over all units with enough volume, the one in question among them.
 */
export const againstOthers: Way = {
  shows: [
    "value",
    "adjusted",
    "volume",
    "peers",
    "median",
    "spread",
    "z",
    "rank",
    "expected",
    "times",
    "beyond_chance",
  ],
  reasons: ["volume", "expected", "peers"],
  steps(comparison) {
    const { unit, measure, judged, least } = comparison;
    const [keys, stratum] = [keyList(comparison), strata(comparison)];
    const pool = judged ? raw("not judged") : raw("true");
    const sum = (value: Sql) => unit.over("sum", value);
    const crude = sql`select ${stratum}, sum(n) as stratum_n, sum(d) as stratum_d from "unit" where ${pool} group by all`;
    return sql`"part" as materialized (${partsOf(comparison, narrowed(comparison))}), ${measured(comparison, pool)},
    "unit" as materialized (
      select ${keys}, judged, ${sum(raw("n"))} as n, ${sum(raw("d"))} as d, ${sum(raw("volume"))} as volume, ${sum(raw("usual"))} as usual${unit.agreed()}
      from "measured"${unit.grouped}
    ), "stratum" as (${crude}),
    "standing" as materialized (
      select *, volume >= ${least("volume", "unit")} and adjusted is not null as enough
      from (
        select "unit".*, ${quotient(raw("n"), raw("d"))} as value, ${standardised(comparison)} as adjusted, ${quotient(raw("usual"), raw("d"))} as usual_value
        from "unit" left join "stratum" using (${stratum})
      ) as "unit"
    ), "pool" as materialized (
      select ${stratum}, count(*) as size, median(adjusted) as median from "standing" where enough and ${pool} group by all
    ), "distance" as (
      select ${stratum}, median(abs(adjusted - median)) as mad, sum(abs(adjusted - median)) as deviations
      from "standing" join "pool" using (${stratum}) where enough and ${pool} group by all
    ), "level" as (
      select ${stratum}, adjusted, sum(units) over (partition by ${stratum} order by adjusted) - units as lower
      from (select ${stratum}, adjusted, count(*) filter (where ${pool}) as units from "standing" where enough group by all)
    ), "placed" as (
      select "standing".*, coalesce(size, 0) - case when enough and ${pool} then 1 else 0 end as peers, median,
        ${spreadOf(raw("mad"), raw("deviations"), raw("size"))} as spread, lower
      from "standing" left join "pool" using (${stratum}) left join "distance" using (${stratum}) left join "level" using (${stratum}, adjusted)
      where judged
    ), "row" as (
      select *, ${robustZ(raw("adjusted"), raw("median"), raw("spread"))} as z,
        cast(round(lower / nullif(cast(peers as double), 0), 4) as decimal(18, 4)) as rank,
        ${usual(comparison)} as expected,
        ${quotient(raw("value"), usual(comparison))} as times,
        ${measure.kind === "share" ? chance(comparison) : raw("cast(null as decimal(18, 2))")} as beyond_chance,
        case when not coalesce(volume >= ${least("volume", "placed")}, false) then 'volume' when adjusted is null then 'expected'
          when peers < ${least("peers", "placed")} then 'peers' end as reason
      from "placed"
    )`;
  },
};

/** Where only some rows are judged, the others are read only in strata that hold one: of a country's lines those of the items in question. */
function narrowed({ judged, among, mix, period, from, where }: Comparison): Sql {
  if (!judged || among.length === 0 || mix.length > 0) return raw("");
  const columns = listed(among, "row");
  return sql` and (${period.firstDay}, ${columns}) in (select (${period.firstDay}, ${columns}) from ${from} where ${where} and ${judged})`;
}

/** What the others would have had with the unit's cases; without a case mix nothing is asked. */
function measured(comparison: Comparison, pool: Sql): Sql {
  const { least, mix } = comparison;
  if (mix.length === 0) return sql`"measured" as (select *, cast(null as decimal(38, 6)) as usual from "part")`;
  const cell = cases(comparison);
  const own = sql`(case when ${pool} then 1 else 0 end)`;
  const asOthers = rounded(
    sql`cast(d as double) * cast(cell_n - ${own} * n as double) / nullif(cast(cell_d - ${own} * d as double), 0)`,
  );
  return sql`"cell" as (
      select ${cell}, sum(n) as cell_n, sum(d) as cell_d, count(*) as cell_units from "part" where ${pool} group by all
    ), "held" as (
      select "part".*, ${asOthers} as usual, coalesce(cell_units - ${own} >= ${least("peers", "part")}, false) as comparable
      from "part" left join "cell" using (${cell})
    ), "measured" as (
      select * replace (
        case when comparable and usual is not null then n end as n, case when comparable and usual is not null then d end as d,
        case when comparable and usual is not null then volume else 0 end as volume, case when comparable then usual end as usual
      ) from "held"
    )`;
}

function standardised({ mix }: Comparison): Sql {
  if (mix.length === 0) return quotient(raw("n"), raw("d"));
  return rounded(
    raw(
      "cast(n as double) / nullif(cast(usual as double), 0) * cast(stratum_n as double) / nullif(cast(stratum_d as double), 0)",
    ),
  );
}

/** What the unit's value should be: as the others treat its cases, or the median where there is no case mix. */
const usual = ({ mix }: Comparison): Sql => raw(mix.length > 0 ? "usual_value" : "median");

const chance = (comparison: Comparison): Sql => beyondChance(raw("value"), usual(comparison), raw("d"));
