import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { houseSources } from "../life/house-sources.ts";
import { factsState } from "./audit.ts";
import { libraryHash } from "./library.ts";

/** The number of the last run, where it still says what a new one would: of all rules, the same files, over the same facts. Null where a run is due. */
export async function standingRun(connection: DuckDBConnection): Promise<number | null> {
  const ruleSet = libraryHash(await houseSources(connection));
  const [last] = await new Reader(connection).rows<{ run: number; stands: boolean }>(sql`
    select run, rule_set = ${ruleSet} and facts_state = (${factsState}) as stands
    from audit_run where asked is null order by run desc limit 1`);
  return last?.stands ? last.run : null;
}
