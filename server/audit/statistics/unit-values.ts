import { join, raw, type Sql, sql } from "../../store/sql.ts";
import type { PeersFile } from "./peers-file.ts";
import type { ReadComparison } from "./read-comparison.ts";
import { shownValues } from "./shown.ts";
import { listed } from "./unit.ts";

/** Every unit and period that a comparison knows, far from its peers or not: columns of `unitColumns`, all texts; `reason` is null where it could be judged. */
export const unitColumns = ["unit", "period", "stratum", "values", "reason"] as const;

/** @param named rows of the comparison with their period as people write it */
export function unitValues(find: PeersFile, { way, comparison, steps }: ReadComparison, named: Sql): Sql {
  const keys = comparison.unit.keys.map(({ name }) => name);
  const strata = comparison.among.filter((name) => !keys.includes(name));
  const text = (names: readonly string[]) =>
    names.length > 0 ? sql`concat_ws('|', ${listed(names, "row")})` : raw("''");
  const values = [...shownValues(way.shows, comparison.measure)].flatMap(([name, value]) => [
    sql`${name}`,
    sql`cast(${value} as varchar)`,
  ]);
  return sql`with ${steps} select ${text(keys)} as unit, "row".period, ${text(strata)} as stratum,
      cast(json_object('measure', ${find.measure.name}, ${join(values)}) as varchar) as "values", "row".reason
    from (${named}) as "row" order by "row".period, unit, stratum`;
}
