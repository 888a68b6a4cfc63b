import { ident, join, type Sql, sql } from "../../store/sql.ts";
import { joinsNamed } from "../compile/scan.ts";
import { applies } from "../compile/side.ts";
import type { Count } from "../shape.ts";
import type { ReadComparison } from "./read-comparison.ts";

/** Units and periods looked at; units with too little to be judged, and rows that lack what is needed, by reason. `row`: over the steps of the comparison. */
export function countsOfUnits(
  rule: string,
  { way, rows, absent, houses, lacking }: ReadComparison,
): { row: Sql; columns: Count[] } {
  const judged = sql`"row".reason is null`;
  const units = [
    sql`${judged} and ${applies(lacking)}`,
    ...way.reasons.map((reason) => sql`"row".reason = ${reason}`),
    ...lacking.map(({ condition }, i) => sql`${judged} and ${applies(lacking.slice(0, i))} and ${condition}`),
  ];
  const ofRows = absent.map(
    ({ condition }, i) => sql`${rows.population()} and ${applies(absent.slice(0, i))} and ${condition}`,
  );
  const counted = (conditions: readonly Sql[], first: number) =>
    join(conditions.map((condition, i) => sql`count(*) filter (where ${condition}) as ${ident(`count_${first + i}`)}`));
  const from = sql`${rows.relation.rows} as ${ident(rows.table)}${joinsNamed(rows.joined, ofRows)}`;
  const reasons = [...way.reasons, ...lacking.map(({ reason }) => reason), ...absent.map(({ reason }) => reason)];
  return {
    row: sql`select * from (select ${counted(units, 0)} from "row"${houses.joins()}) as "of_units"
      cross join (select ${counted(ofRows, units.length)} from ${from}) as "of_rows"`,
    columns: [
      { rule, counts: "looked_at", reason: null },
      ...reasons.map((reason) => ({ rule, counts: "not_applicable" as const, reason })),
    ],
  };
}
