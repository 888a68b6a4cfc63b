import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";

/** Records of owners, how they are measured, and the span within which they may not pass a limit. */
export interface Accumulation {
  /** SELECT of the records: `owner` columns, moment (a whole number, or the bucket of a calendar), until (simultaneous only), day, value, record, claims. */
  records: Sql;
  /** SELECT of owner columns, `most` and `length`: the owners that can be judged. */
  owners: Sql;
  owner: readonly string[];
  measure: "count" | "sum" | "distinct" | "simultaneous";
  /** Whether `reached` breaks `most`. */
  breaks: ">" | ">=";
  /** Length of an owner's span in units of `moment`, at least 1; null for calendar spans, which are one value of `moment`. */
  length: Sql | null;
}

/**
 * WITH … of `spell`: owner columns, most, length (moving spans), episode, first_at, last_at, reached, first_record. Episodes of one owner do not overlap:
 * spans that reach into each other are one. Each owner's span has its own length: one window over all of them.
 */
export function episodes(accumulation: Accumulation): Sql {
  const { records, owners, owner, measure, length } = accumulation;
  const keys = join(owner.map((name) => ident(name)));
  const start = sql`with "record" as materialized (${records}), "owner" as (${owners})`;
  if (measure === "simultaneous") return sql`${start}, ${together(accumulation, keys)}`;
  return sql`${start}, ${length === null ? byCalendar(accumulation, keys) : bySpan(accumulation, keys)}`;
}

function measured(measure: Accumulation["measure"]): Sql {
  return raw(
    { count: "count(*)", sum: "sum(value)", distinct: "count(distinct value)", simultaneous: "count(*)" }[measure],
  );
}

function byCalendar({ measure, breaks }: Accumulation, keys: Sql): Sql {
  return sql`"spell" as (
    select ${keys}, most, 1 as episode, moment as first_at, moment as last_at, reached, cast(moment as varchar) as first_record
    from (select ${keys}, moment, ${measured(measure)} as reached from "record" group by all) join "owner" using (${keys})
    where reached ${raw(breaks)} most
  )`;
}

/** Owners whose records all together stay within the limit are left out first: counting what differs within moving spans is dear. */
function bySpan({ measure, breaks }: Accumulation, keys: Sql): Sql {
  const enough =
    measure === "sum"
      ? raw("")
      : sql` semi join (
          select ${keys} from (select ${keys}, ${measured(measure)} as whole from "record" group by all) join "owner" using (${keys})
          where whole ${raw(breaks)} most
        ) as "enough" using (${keys})`;
  return sql`"reach" as (
    select "record".*, most, length,
      ${measured(measure)} over (partition by ${keys} order by moment range between current row and (length - 1) following) as reached
    from "record" join "owner" using (${keys})${enough}
  ), "start" as (
    select *, max(moment) over (partition by ${keys} order by moment, record rows between unbounded preceding and 1 preceding) as before
    from "reach" where reached ${raw(breaks)} most
  ), "numbered" as (
    select *, sum(case when before is null or moment >= before + length then 1 else 0 end)
      over (partition by ${keys} order by moment, record rows between unbounded preceding and current row) as episode
    from "start"
  ), "spell" as (
    select ${keys}, most, length, episode, min(moment) as first_at, max(moment) + length - 1 as last_at, max(reached) as reached,
      arg_min(record, (moment, record)) as first_record
    from "numbered" group by ${keys}, most, length, episode
  )`;
}

/** Half-open: who leaves on a day makes room on it. */
function together({ breaks }: Accumulation, keys: Sql): Sql {
  return sql`"change" as (
    select ${keys}, moment, sum(n) as n
    from (select ${keys}, moment, 1 as n from "record" where until > moment union all select ${keys}, until, -1 from "record" where until > moment)
    group by all
  ), "level" as (
    select *, sum(n) over (partition by ${keys} order by moment) as reached, lead(moment) over (partition by ${keys} order by moment) as next_moment from "change"
  ), "above" as (
    select *, reached ${raw(breaks)} most as over_most from "level" join "owner" using (${keys})
  ), "numbered" as (
    select *, sum(case when over_most and not over_before then 1 else 0 end) over (partition by ${keys} order by moment) as episode
    from (select *, coalesce(lag(over_most) over (partition by ${keys} order by moment), false) as over_before from "above")
  ), "spell" as (
    select ${keys}, most, episode, min(moment) as first_at, max(next_moment) - 1 as last_at, max(reached) as reached, cast(min(moment) as varchar) as first_record
    from "numbered" where over_most group by ${keys}, most, episode
  )`;
}
