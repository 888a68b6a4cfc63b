import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader } from "../../store/reader.ts";
import { raw } from "../../store/sql.ts";
import { mostExpected, RUNS_LOOKED_AT, type Share } from "./breaker.ts";
import type { Looked } from "./look.ts";

export type RuleState = "done" | "failed" | "held" | "unsupplied";

/** What comes of a rule in a run. */
export interface Outcome extends Looked {
  state: RuleState;
  found: number;
}

/** Judges what each rule found against its own earlier runs: `failed`, `unsupplied`, `held` by the breaker, or `done`. */
export async function outcomes(
  connection: DuckDBConnection,
  looked: readonly Looked[],
  found: ReadonlyMap<string, number>,
): Promise<Outcome[]> {
  const earlier = await earlierShares(connection);
  const released = await releasedShares(connection);
  return looked.map((each): Outcome => {
    const { id, hash } = each.rule;
    if (each.reason !== null) return { ...each, state: "failed", found: 0 };
    if (each.lacking !== undefined)
      return { ...each, state: "unsupplied", found: 0, reason: `${each.lacking} not supplied` };
    // Nothing that the breaker has not judged already.
    if (each.stood !== undefined) return { ...each, state: "done", found: each.stood };
    const now = { lookedAt: each.lookedAt, found: found.get(id) ?? 0 };
    const most = mostExpected(now, earlier.get(id) ?? [], released.get(`${id} ${hash}`) ?? null);
    if (most === null || now.found <= most) return { ...each, state: "done", found: now.found };
    return {
      ...each,
      basis: null,
      state: "held",
      found: now.found,
      reason: `found ${now.found}, expected at most ${most}`,
    };
  });
}

async function earlierShares(connection: DuckDBConnection): Promise<Map<string, Share[]>> {
  const rows = await new Reader(connection).rows<Share & { rule: string }>(
    raw(`select rule, looked_at as "lookedAt", found from audit_run_rule where state = 'done'
      qualify row_number() over (partition by rule order by run desc) <= ${RUNS_LOOKED_AT} order by rule, run desc`),
  );
  return Map.groupBy(rows, ({ rule }) => rule);
}

/** The last release of a rule counts for the rule file that was released. */
async function releasedShares(connection: DuckDBConnection): Promise<Map<string, Share>> {
  const rows = await new Reader(connection).rows<Share & { key: string }>(
    raw(`select rule || ' ' || rule_hash as key, looked_at as "lookedAt", found from breaker_release
      where looked_at > 0 qualify row_number() over (partition by rule, rule_hash order by release desc) = 1`),
  );
  return new Map(rows.map(({ key, ...share }) => [key, share]));
}
