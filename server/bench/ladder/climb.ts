import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import type { Clock } from "../clock.ts";
import { engines, type LadderRow } from "./engines.ts";
import { ladderRules } from "./rules.ts";

/** Claims that each engine of the ladder is given: the slowest reads some hundreds a second. */
export const STEPS = 2000;
const RULES = 12;

/**
 * Times each engine over the same claims, once it was seen to find what the fused scan found in them (`found`, a table of findings over all claims).
 * Gives the names under which their times stand.
 * @throws internal.unexpected where an engine finds something else
 */
export async function climb(
  connection: DuckDBConnection,
  found: string,
  repetitions: number,
  clock: Clock,
): Promise<string[]> {
  const reader = new Reader(connection, UNLIMITED);
  const rows = await reader.rows<LadderRow>(
    sql`${raw(readFileSync(new URL("rows.sql", import.meta.url), "utf8"))} limit ${STEPS}`,
  );
  const hits = await reader.rows<{ hit: string }>(
    sql`select rule || ' ' || claims[1] as hit from query_table(${found}) where claims[1] in (select unnest(from_json(${JSON.stringify(rows.map(({ claim }) => claim))}, '["VARCHAR"]')))`,
  );
  const expected = hits.map(({ hit }) => hit).sort();
  const rules = ladderRules(RULES);
  const names: string[] = [];
  for (const [name, make] of Object.entries(engines)) {
    const engine = make(rules);
    const what = `${RULES} rules by ${name}, ${rows.length} claims`;
    names.push(what);
    for (let n = 0; n < repetitions; n++) {
      const got = (await clock.time(what, () => engine(rows))).sort();
      const other = got.find((hit, i) => hit !== expected[i]) ?? expected[got.length];
      if (other !== undefined || expected.length === 0)
        throw fail("internal.unexpected", {
          reason: `${name} finds ${got.length} of ${expected.length}, first other ${other}`,
        });
    }
  }
  return names;
}
