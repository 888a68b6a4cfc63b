import { ident, join, sql } from "../../store/sql.ts";
import { applies } from "../compile/side.ts";
import type { Counts } from "../shape.ts";
import type { ReadComparison } from "./read-comparison.ts";

/** Units and periods looked at; units with too little to be judged, and rows that lack what is needed, by reason. */
export function countsOfUnits(rule: string, { way, steps, rows, absent, houses, lacking }: ReadComparison): Counts {
  const units = [
    sql`count(*) filter (where "row".reason is null and ${applies(lacking)}) as looked_at`,
    ...way.reasons.map(
      (reason) => sql`count(*) filter (where "row".reason = ${reason}) as ${ident(`lacks_${reason}`)}`,
    ),
    ...lacking.map(
      ({ condition }, i) =>
        sql`count(*) filter (where "row".reason is null and ${applies(lacking.slice(0, i))} and ${condition}) as ${ident(`owner_lacks_${i}`)}`,
    ),
  ];
  const ofRows = absent.map(
    ({ condition }, i) =>
      sql`count(*) filter (where ${rows.population()} and ${applies(absent.slice(0, i))} and ${condition}) as ${ident(`lacks_${i}`)}`,
  );
  return {
    statement: sql`with ${steps} select * from (select ${join(units)} from "row"${houses.joins()}) as "of_units"
      cross join (select ${join(ofRows)} from ${rows.from()}) as "of_rows"`,
    columns: [
      { rule, counts: "looked_at", reason: null },
      ...[...way.reasons, ...lacking.map(({ reason }) => reason), ...absent.map(({ reason }) => reason)].map(
        (reason) => ({ rule, counts: "not_applicable" as const, reason }),
      ),
    ],
  };
}
