import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Counts } from "../shape.ts";
import type { Shared } from "./shared.ts";

/** Who meets by what, and when two are joined. */
export interface Meetings {
  /** SELECT of the records: node, day_number, the columns of `meeting`, and the keys by which a record is found again. */
  records: Sql;
  /** Columns that tell one meeting. */
  meeting: readonly string[];
  /** A meeting of more is a hub: it joins nobody. */
  most: Sql;
  /** How many meetings join two; null where one is enough. */
  shared: Shared | null;
}

/**
 * WITH … of `met` (node, meeting: those who meet at all, without hubs) and `crowd` (the same of hubs). Who comes to fewer meetings than two must share is
 * left out before meetings are sized: they can be joined to nobody.
 */
export function meetings({ records, meeting, most, shared }: Meetings): Sql {
  const told = join(meeting.map((name) => ident(name)));
  const busy = shared
    ? sql` where node in (select node from "visit" group by node having count(*) >= ${shared.atLeast})`
    : raw("");
  return sql`with recursive "record" as materialized (${records}), "visit" as (
      select node, ${told}, min(day_number) as day_number from "record" group by all
    ), "sized" as materialized (
      select *, count(*) over (partition by ${told}) as guests from "visit"${busy}
    ), "crowd" as (
      select * from "sized" where guests > ${most}
    ), "met" as (
      select * from "sized" where guests between 2 and ${most}
    )`;
}

/** Goes on with `link` (one, two, meeting, day_number): the meetings that join two. A star joins all of a meeting to its least node. */
export function links({ meeting, shared }: Meetings, apart: Sql | null): Sql {
  const told = join(meeting.map((name) => ident(name)));
  const columns = join([
    raw(`"one".node as one`),
    raw(`"two".node as two`),
    raw(`"one".day_number as day_number`),
    told,
  ]);
  const pair = sql`select ${columns} from "met" as "one" join "met" as "two" using (${told}) where "one".node < "two".node`;
  const strangers = apart ? sql` anti join "household" using (one, two)` : raw("");
  const household = apart ? sql`, "household" as (${apart})` : raw("");
  if (!shared)
    return sql`, "link" as materialized (
      select min(node) over (partition by ${told}) as one, node as two, day_number, ${told} from "met"
    )`;
  const { atLeast, within, different } = shared;
  const enough = [sql`count(*) >= ${atLeast}`];
  if (different) enough.push(sql`count(distinct ${different.column}) >= ${different.atLeast}`);
  const often = sql`, "pair" as (${pair}), "often" as materialized (
      select one, two from "pair" group by one, two having ${join(enough, " and ")}
    )${household}, "shared" as materialized (
      select "pair".* from "pair" semi join "often" using (one, two)${strangers}
    )`;
  if (!within) return sql`${often}, "link" as (select * from "shared")`;
  return sql`${often}, "reach" as (
      select distinct one, two, day_number as from_day
      from (select *, count(*) over (partition by one, two order by day_number range between current row and ${within} - 1 following) as reached from "shared")
      where reached >= ${atLeast}
    ), "spell" as (
      select one, two, from_day, row_number() over (partition by one, two order by count(*) desc, from_day) as place
      from "reach" join "shared" using (one, two) where day_number between from_day and from_day + ${within} - 1
      group by one, two, from_day having ${join(enough, " and ")}
    ), "link" as materialized (
      select "shared".* from "shared" join "spell" using (one, two) where place = 1 and day_number between from_day and from_day + ${within} - 1
    )`;
}

/**
 * Goes on with `part` (number, node): the two of each pair, or all that are joined over any number of links. A component is told by its least node, which
 * every node takes over from its neighbours until nothing changes.
 */
export function parts(result: "pair" | "component"): Sql {
  if (result === "pair")
    return sql`, "numbered" as materialized (
      select one, two, row_number() over (order by one, two) as number from (select distinct one, two from "link")
    ), "part" as (
      select number, one as node from "numbered" union all select number, two from "numbered"
    ), "joined" as (
      select number, one, two from "numbered"
    )`;
  return sql`, "neighbour" as materialized (
      select one as node, two as other from "link" where one <> two union select two, one from "link" where one <> two
    ), "label" (node, least) using key (node) as (
      select node, least(node, min(other)) from "neighbour" group by node
      union
      select "neighbour".other, min("label".least)
      from "label" join "neighbour" using (node) join recurring."label" as "known" on "known".node = "neighbour".other
      group by "neighbour".other having min("label".least) < min("known".least)
    ), "part" as materialized (
      select dense_rank() over (order by least) as number, node from "label"
    ), "joined" as (
      select number, one, two from "part" join (select distinct one, two from "link") on one = node
    )`;
}

/** Goes on with `held` (number, node, day_number, meeting, keys): the records behind the links. */
export function holding(meeting: readonly string[], keys: number): Sql {
  const told = join(meeting.map((name) => ident(name)));
  const found = join(Array.from({ length: keys }, (_, i) => raw(`"record".key_${i + 1}`)));
  const ends = (end: string) =>
    sql`select number, ${ident(end)} as node, ${told} from "joined" join "link" using (one, two)`;
  return sql`, "held" as materialized (
      select distinct number, node, "record".day_number, ${told}, ${found}
      from (${ends("one")} union ${ends("two")}) join "record" using (node, ${told})
    )`;
}

/** Goes on with `standing` (number, what a finding tells of its part): parts of at least so many, with the hubs where two of them were. */
export function standing({ meeting, shared }: Meetings, keys: number, atLeast: Sql): Sql {
  const told = join(meeting.map((name) => ident(name)));
  const different = shared?.different ? sql`, count(distinct ${shared.different.column}) as different` : raw("");
  const record = join(Array.from({ length: keys }, (_, i) => raw(`key_${i + 1}`)));
  const day = (at: string) => sql`date '1970-01-01' + cast(${raw(at)} as integer)`;
  return sql`, "hub" as (
      select number, count(*) as hubs
      from (select number, ${told} from "part" join "crowd" using (node) group by number, ${told} having count(*) >= 2) group by number
    ), "standing" as materialized (
      select number, count(distinct node) as size, count(distinct (${record})) as records, count(distinct (${told})) as shared${different},
        ${day("min(day_number)")} as first_day, ${day("max(day_number)")} as last_day, min(cast(node as varchar)) as least, max(cast(node as varchar)) as greatest,
        coalesce(any_value(hubs), 0) as hubs
      from "held" left join "hub" using (number) group by number having size >= ${atLeast}
    )`;
}

/** The counts of the rows, and beside them those that were in hubs. */
export function countsOfMeetings(rule: string, rows: Counts, met: Meetings): Counts {
  const told = join(met.meeting.map((name) => ident(name)));
  const keys = sql`node, ${told}`;
  return {
    statement: sql`${meetings(met)} select * from (${rows.statement}) as "of_rows" cross join (
        select count(*) as hubs from "record" semi join "crowd" using (${keys})
      ) as "of_hubs"`,
    columns: [...rows.columns, { rule, counts: "not_applicable", reason: "hub" }],
  };
}
