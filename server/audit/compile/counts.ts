import { ident, sql } from "../../store/sql.ts";
import type { Count, Counts } from "../shape.ts";
import { type CountedRows, countedByBucket, countedWhole, ownerColumn } from "./bucket.ts";
import type { Partition } from "./partition.ts";
import { joinsNamed } from "./scan.ts";
import { type Absent, all, applies, type Side } from "./side.ts";

/** How many rows a rule looked at, and why not at others; of the first side, beside what is missing of the others. */
export function countsOf(
  rule: string,
  sides: readonly { side: Side; absent: readonly Absent[] }[],
  partition: Partition | null = null,
): Counts {
  const columns: Count[] = [];
  const counted = sides.flatMap(({ side, absent }, number): CountedRows[] => {
    const counts = absent.map(({ reason, condition }, i) => {
      columns.push({ rule, counts: "not_applicable", reason });
      return sql`count(*) filter (where ${all([applies(absent.slice(0, i)), condition])})`;
    });
    if (number === 0) {
      counts.push(sql`count(*) filter (where ${applies(absent)})`);
      columns.push({ rule, counts: "looked_at", reason: null });
    }
    if (counts.length === 0) return [];
    const population = side.population();
    const joins = joinsNamed(side.joined, [...counts, population]);
    const from = sql`${side.relation.rows} as ${ident(side.table)}${joins} where ${population}`;
    return [{ counts, from, owner: ownerColumn(partition, number, side.table) }];
  });
  return { columns, statement: countedWhole(counted), byBucket: countedByBucket(counted) };
}
