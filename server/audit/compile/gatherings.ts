import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";

/** Records that stand together, and what must hold of them. */
export interface Gatherings {
  /**
   * SELECT of the records: columns of `same`, `at_1` … whole numbers on the lines of time, `near_1` … the same as days or moments, what `measures` and
   * `holds` name, and the keys by which a record is found again.
   */
  records: Sql;
  same: readonly string[];
  /** How far apart two may be on each line of time, in units of `at_…`; the widest first. */
  lengths: readonly Sql[];
  /** The least number of records. */
  atLeast: Sql;
  /** Aggregates over the records of a gathering, by the name of the column they make. */
  measures: readonly (readonly [name: string, value: Sql])[];
  /** Conditions over them. */
  holds: readonly Sql[];
}

const numbered = (name: string, lengths: readonly Sql[]) => lengths.map((_, i) => raw(`${name}_${i + 1}`));

/**
 * WITH … of `within` (records by the `number` of a gathering they may stand in) and `gathering` (number, columns of `same`, measures). A gathering begins
 * with a record on the first line of time and at any place within reach on the others, and holds all records from there on; those that begin
 * without a record of their own hold nothing that another does not. The first line moves in a window; on the others a record is set at
 * every beginning that reaches it, which is why their lengths multiply.
 */
export function gatherings({ records, same, lengths, atLeast, measures, holds }: Gatherings): Sql {
  const keys = join(same.map((name) => ident(name)));
  const [first, ...others] = lengths;
  const start = sql`with recursive "record" as materialized (${records})`;
  const made = join(
    measures.map(([name, value]) => sql`${value} as ${ident(name)}`),
    ", ",
  );
  const having = join(holds, " and ");
  if (first === undefined)
    return sql`${start}, "candidate" as materialized (
      select ${keys}, row_number() over (order by ${keys}) as number from "record" group by ${keys} having count(*) >= ${atLeast}
    ), "within" as (
      select * from "candidate" join "record" using (${keys})
    ), "gathering" as materialized (
      select number, ${keys}, ${made} from "within" group by number, ${keys} having ${having}
    )`;
  const tried = others.reduce<Sql>(
    (rows, length, i) =>
      sql`(select *, unnest(range(at_${raw(String(i + 2))} - ${length}, at_${raw(String(i + 2))} + 1)) as from_${raw(String(i + 2))} from ${rows})`,
    raw(`"record"`),
  );
  const beginnings = others.map((_, i) => raw(`from_${i + 2}`));
  const anchored = join([keys, ...beginnings]);
  const begun = others.map((_, i) => raw(`least_${i + 2} = from_${i + 2}`));
  const from = numbered("from", lengths);
  const window = sql`(partition by ${anchored} order by at_1 range between current row and ${first} following)`;
  const least = others.map((_, i) => sql`min(at_${raw(String(i + 2))}) over ${window} as least_${raw(String(i + 2))}`);
  return sql`${start}, "tried" as (
      select * from ${tried} as "each"
    ), "candidate" as materialized (
      select *, row_number() over (order by ${join([keys, ...from])}) as number from (
        select distinct ${anchored}, at_1 as from_1
        from (select *, ${join([sql`count(*) over ${window} as reached`, ...least])} from "tried")
        where ${join([sql`reached >= ${atLeast}`, ...begun], " and ")}
      )
    ), "within" as (
      select * from "candidate" join "tried" using (${anchored}) where at_1 between from_1 and from_1 + ${first}
    ), "gathering" as materialized (
      select ${join([raw("number"), keys, ...from])}, ${made} from "within" group by ${join([raw("number"), keys, ...from])} having ${having}
    )`;
}

/**
 * Goes on with `kept`, rows of `standing`: gatherings that reach into each other in all their spans are told once, by the one with the greatest `rank`, the
 * earliest of equals. Whichever reaches into one that is kept goes; whichever reaches only into such as go stays. So rows in any order give the same.
 */
export function apart(same: readonly string[], lengths: readonly Sql[], rank: Sql): Sql {
  const keys = join(same.map((name) => ident(name)));
  if (lengths.length === 0) return raw(`"kept" as materialized (select * from "standing")`);
  const near = lengths.map((length, i) => {
    const at = raw(`from_${i + 1}`);
    return sql`abs("one".${at} - "two".${at}) <= ${length}`;
  });
  return sql`"ranked" as materialized (
      select *, row_number() over (order by ${rank} desc, number) as place from "standing"
    ), "clash" as materialized (
      select "one".place as place, "two".place as better from "ranked" as "one" join "ranked" as "two" using (${keys})
      where "two".place < "one".place and ${join(near, " and ")}
    ), "fate" (place, stays) using key (place) as (
      select place, true from "ranked" where place not in (select place from "clash")
      union
      select "clash".place, not bool_or(coalesce("known".stays, false))
      from "clash" left join recurring."fate" as "known" on "known".place = "clash".better
      where "clash".place not in (select place from recurring."fate")
      group by "clash".place
      having bool_or(coalesce("known".stays, false)) or bool_and("known".stays is not null)
    ), "kept" as materialized (
      select "ranked".* exclude (place) from "ranked" join "fate" using (place) where stays
    )`;
}
