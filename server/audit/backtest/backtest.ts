import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { type Columns, Reader, UNLIMITED } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import type { CompiledRule } from "../compile-rule.ts";
import type { Relations } from "../relation.ts";
import { standingRun } from "../run/due.ts";
import type { Bounds } from "../run/statement.ts";
import { compared, moneyOf } from "./sql-file.ts";
import { tryRules } from "./trial-run.ts";

/** What a trial of a changed rule over all history says beside its findings. */
export interface BacktestRun {
  lookedAt: number;
  seconds: number;
  /** Batches, rules or facts are other than in the last audit: some of the difference is theirs, not the rule's. */
  stale: boolean;
  /** Each finding that is gained, lost or kept, with its money and verdict; columns of `rule_backtest_finding`. */
  findings: Columns;
  /** The provinces each of them speaks about. */
  places: Columns;
}

/**
 * Runs a candidate over all rows and holds what it finds against the rule's standing findings: open, shadow and held ones. Writes nothing.
 * Money of what stands is what the last audit counted; of gained findings it is estimated, cost by the part of each claim that the funds paid.
 * @throws store.interrupted, TooLong
 */
export async function runBacktest(
  connection: DuckDBConnection,
  relations: { stored: Relations; relations: Relations },
  candidate: CompiledRule,
  bounds: Bounds & { clock(): number },
): Promise<BacktestRun> {
  const started = bounds.clock();
  const stale = (await standingRun(connection)) === null;
  const { id, implicates } = candidate.rule;
  const reader = new Reader(connection, UNLIMITED);
  try {
    const [run] = await tryRules(connection, relations, [candidate], bounds, async (_, { lookedAt }) => {
      await execute(connection, sql`create or replace temp table trial_change as ${compared(id)}`);
      const findings = await reader.columns(sql`
        select * exclude (claims, lines), claims, lines, cost, loss, estimated
        from temp.trial_change left join (${moneyOf("trial_change", implicates)}) using (finding) order by change, finding`);
      const places = await reader.columns(places_);
      return { lookedAt, findings, places };
    });
    return { ...run!, stale, seconds: (bounds.clock() - started) / 1000 };
  } finally {
    await execute(connection, raw("drop table if exists temp.trial_change"));
  }
}

/** A lost finding is where it stands, any other where the candidate finds it. */
const places_ = raw(`
  select finding, insured_province, insured_city, care_province, care_city from temp.audit_place
  union all
  select finding, insured_province, insured_city, care_province, care_city from finding_place semi join (from temp.trial_change where change = 'lost') using (finding)
  order by all`);
