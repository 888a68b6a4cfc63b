import { ident, join, raw, sql } from "../../store/sql.ts";
import type { Count, Counts } from "../shape.ts";
import { joinsNamed } from "./scan.ts";
import { type Absent, all, applies, type Side } from "./side.ts";

/** How many rows a rule looked at, and why not at others; of the first side, beside what is missing of the others. */
export function countsOf(rule: string, sides: readonly { side: Side; absent: readonly Absent[] }[]): Counts {
  const columns: Count[] = [];
  const statements = sides.flatMap(({ side, absent }, number) => {
    const population = side.population();
    const counts = absent.map(({ reason, condition }, i) => {
      columns.push({ rule, counts: "not_applicable", reason });
      return sql`count(*) filter (where ${all([population, applies(absent.slice(0, i)), condition])})`;
    });
    if (number === 0) {
      counts.push(sql`count(*) filter (where ${all([population, applies(absent)])})`);
      columns.push({ rule, counts: "looked_at", reason: null });
    }
    if (counts.length === 0) return [];
    const named = counts.map((count, i) => sql`${count} as ${columnName(number, i)}`);
    const from = sql`${side.relation.rows} as ${ident(side.table)}${joinsNamed(side.joined, counts)}`;
    return [sql`(select ${join(named)} from ${from}) as ${sideName(number)}`];
  });
  return { columns, statement: sql`select * from ${join(statements, " cross join ")}` };
}

const columnName = (side: number, count: number) => raw(`count_${side}_${count}`);
const sideName = (side: number) => raw(`side_${side}`);
