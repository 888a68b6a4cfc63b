import { raw, type Sql, sql } from "../../store/sql.ts";
import { type Comparison, keyList, keysOf, partsOf, type Way } from "./comparison.ts";
import { periodNumber, seasons } from "./period.ts";
import { quotient, robustZ, rounded, spreadOf } from "./robust.ts";
import { listed } from "./unit.ts";

/**
 * A unit's period against its own periods before: the median of the last ones, or of the same season in earlier years where that is more, so that neither a
 * yearly peak nor one odd month makes a jump. A period without rows counts as nothing for a total, from the unit's first one on; for other measures it is no period. The spread of a total that is a number is
 * at least that of chance, the root of what is expected.
 */
export const againstItself: Way = {
  shows: ["value", "volume", "expected", "times", "median", "spread", "z", "history"],
  reasons: ["volume", "history", "expected"],
  steps(comparison) {
    const { unit, measure, period, least, window } = comparison;
    const names = keysOf(comparison).slice(1);
    const owner = listed(names);
    const keys = keyList(comparison);
    const number = periodNumber(period.file, raw("first_day"));
    const value = measure.kind === "total" ? raw("n") : quotient(raw("n"), raw("d"));
    const floor = measure.kind === "total" && measure.type.kind === "number";
    const spread = spreadOf(raw("mad"), raw("deviations"), raw("history"));
    const season = raw(String(seasons[period.file.calendar]));
    return sql`"part" as materialized (${partsOf(comparison)}), "whole" as (
      select ${keys}, sum(n) as n, sum(d) as d, sum(volume) as volume${unit.agreed()} from "part" group by all
    ), "known" as (${measure.kind === "total" ? dense(comparison, owner) : raw('from "whole"')}),
    "valued" as materialized (select *, ${value} as value, ${number} as number from "known"),
    "past" as materialized (
      select ${listed(names, "now")}, "now".first_day, "then".value as then_value, "now".number - "then".number <= ${window!} as recent,
        ("now".number - "then".number) % ${season} = 0 as same_season
      from "valued" as "now" join "valued" as "then" using (${owner})
      where "then".number < "now".number and "then".value is not null and ("now".number - "then".number <= ${window!} or ("now".number - "then".number) % ${season} = 0)
    ), "usual" as materialized (
      select ${keys}, count(*) filter (where recent) as history, median(then_value) filter (where recent) as median,
        median(then_value) filter (where same_season) as seasonal
      from "past" group by all
    ), "distance" as (
      select ${keys}, median(abs(then_value - median)) as mad, sum(abs(then_value - median)) as deviations
      from "past" join "usual" using (${keys}) where recent group by all
    ), "placed" as (
      select "valued".* exclude (number), coalesce(history, 0) as history, median, greatest(median, coalesce(seasonal, median)) as expected, ${spread} as scatter
      from "valued" left join "usual" using (${keys}) left join "distance" using (${keys})
    ), "steady" as (
      select *, ${floor ? sql`greatest(scatter, ${rounded(raw("sqrt(greatest(cast(expected as double), 0))"))})` : raw("scatter")} as spread from "placed"
    ), "row" as (
      select *, ${robustZ(raw("value"), raw("expected"), raw("spread"))} as z, ${quotient(raw("value"), raw("expected"))} as times,
        case when volume < ${least("volume", "steady")} then 'volume' when history < ${least("history", "steady")} then 'history'
          when value is null or coalesce(expected, 0) = 0 then 'expected' end as reason
      from "steady"
    )`;
  },
};

/** Every period in which anybody has rows, from a unit's first one on. */
function dense(comparison: Comparison, owner: Sql): Sql {
  const keys = keyList(comparison);
  const nothing = sql`* replace (coalesce(n, 0) as n, coalesce(d, 0) as d, coalesce(volume, 0) as volume)`;
  return sql`select ${nothing} from (
      select ${owner}, calendar.first_day from (select distinct first_day from "whole") as calendar
      join (select ${owner}, min(first_day) as begun from "whole" group by all) as begun on calendar.first_day >= begun.begun
    ) left join "whole" using (${keys})`;
}
