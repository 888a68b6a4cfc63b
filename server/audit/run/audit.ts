import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import { execute, transaction } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { writeMoney } from "../money/write-money.ts";
import type { RuleSource } from "../rule/rule-sources.ts";
import { KeptCounts } from "./kept-counts.ts";
import { keepSubjects, noteKeptSubjects } from "./kept-subjects.ts";
import { type RunnableRule, readLibrary } from "./library.ts";
import { foundBy, type LookOptions, look } from "./look.ts";
import { type Outcome, outcomes, type RuleState } from "./outcome.ts";
import { type Reach, takeNote } from "./reach.ts";
import { type Changes, dropTemporary, writeFindings } from "./write.ts";

/** How long one statement of a rule may take. */
export const STATEMENT_LIMIT_MS = 30 * 60_000;
/** How many rows the widest step of a statement may be expected to give. Plans overrate windows a thousandfold; two large tables by a key of few values are beyond. */
export const STATEMENT_LIMIT_ROWS = 1_000_000_000_000;

export interface AuditOptions extends Omit<LookOptions, "afresh" | "mostRows" | "kept"> {
  /** Who asked. */
  actor: string;
  now(): Date;
  /** Ids of the rules to run; all where absent. */
  only?: readonly string[] | undefined;
  /** A statement expected to make more rows is refused; STATEMENT_LIMIT_ROWS where absent. */
  mostRows?: number;
  /** Runs every rule whole, though only some owners changed. */
  full?: boolean | undefined;
  /** Rule files; those of `rules/` where absent. */
  sources?: readonly RuleSource[];
}

/** What a run says of one rule. */
export interface RuleResult {
  rule: string;
  version: string | null;
  hash: string | null;
  state: RuleState;
  reason: string | null;
  /** Whether it looked at all its rows, at those of some owners, or stands as its last run left it. */
  reach: Reach;
  /** Rows that the widest step of its plan was expected to give; null where it did not run whole. */
  estimated: number | null;
  lookedAt: number;
  notApplicable: Record<string, number>;
  found: number;
  opened: number;
  changed: number;
  closed: number;
  seconds: number;
}

export interface AuditResult {
  run: number;
  asOf: number;
  ruleSet: string;
  /** `incremental` where any rule went on from its last run. */
  mode: "full" | "incremental";
  rules: RuleResult[];
}

/**
 * Runs rules over the facts and writes what they found, in one transaction: a run that is stopped leaves everything as it was. A rule that fails, or is
 * held by the breaker, leaves its own findings as they were and is shown with the reason.
 * @throws store.interrupted, request.invalid for a rule that is none or is not run
 */
export async function runAudit(connection: DuckDBConnection, options: AuditOptions): Promise<AuditResult> {
  const startedAt = options.now();
  const library = await readLibrary(connection, options.sources);
  const { rules, refused } = chosen(library, options.only);
  const kept = options.only ? null : new KeptCounts(connection);
  try {
    await kept?.open();
    const afresh = options.full === true || options.only !== undefined;
    const looked = await look(connection, library, rules, { mostRows: STATEMENT_LIMIT_ROWS, ...options, afresh, kept });
    const judged = await outcomes(connection, looked, await foundBy(connection, looked));
    if (options.signal.aborted) throw fail("store.interrupted");
    return await transaction(connection, async () => {
      const reader = new Reader(connection);
      const { run } = await reader.one<{ run: number }>(raw("select coalesce(max(run), 0) + 1 as run from audit_run"));
      const { batch } = await reader.one<{ batch: number }>(raw("select coalesce(max(batch), 0) as batch from batch"));
      const known = options.only
        ? null
        : [...library.rules.map(({ id }) => id), ...library.refused.map(({ id }) => id)];
      await keepSubjects(
        connection,
        looked.map(({ rule }) => rule.compiled.rule),
      );
      await noteKeptSubjects(connection);
      const changes = await writeFindings(connection, run, judged, known);
      const files = library.rules.map(({ compiled }) => compiled.rule);
      await writeMoney(connection, files, options);
      if (!options.only) await takeNote(connection);
      await kept?.write();
      const results = [...judged.map((outcome) => resultOf(outcome, changes)), ...refused.map(refusedResult)];
      const mode = results.every(({ reach }) => reach === "whole") ? "full" : "incremental";
      const result: AuditResult = { run, asOf: batch, ruleSet: library.hash, mode, rules: results };
      await writeRun(
        connection,
        result,
        new Map(judged.map(({ rule, basis }) => [rule.id, basis])),
        startedAt,
        options,
      );
      return result;
    });
  } finally {
    await kept?.close();
    await dropTemporary(connection);
  }
}

function chosen({ rules, refused }: Awaited<ReturnType<typeof readLibrary>>, only: readonly string[] | undefined) {
  if (!only) return { rules, refused };
  const ids = [...rules, ...refused].map(({ id }) => id).sort();
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown !== undefined)
    throw fail("request.invalid", { where: "--rule", expected: `one of ${ids.join(", ")}`, got: unknown });
  const asked = <T extends { id: string }>(all: readonly T[]) => all.filter(({ id }) => only.includes(id));
  return { rules: asked<RunnableRule>(rules), refused: asked(refused) };
}

function resultOf(outcome: Outcome, changes: ReadonlyMap<string, Changes>): RuleResult {
  const { rule, state, reason, reach, estimated, lookedAt, notApplicable, found, seconds } = outcome;
  const { opened = 0, changed = 0, closed = 0 } = changes.get(rule.id) ?? {};
  const told = { rule: rule.id, version: rule.version, hash: rule.hash, state, reason, reach, estimated };
  return {
    ...told,
    lookedAt,
    notApplicable,
    found,
    opened,
    changed,
    closed,
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

function refusedResult({ id, reason }: { id: string; reason: string }): RuleResult {
  const nothing = {
    reach: "whole" as const,
    estimated: 0,
    lookedAt: 0,
    notApplicable: {},
    found: 0,
    opened: 0,
    changed: 0,
    closed: 0,
    seconds: 0,
  };
  return { rule: id, version: null, hash: null, state: "failed", reason, ...nothing };
}

async function writeRun(
  connection: DuckDBConnection,
  { run, asOf, ruleSet, mode, rules }: AuditResult,
  bases: ReadonlyMap<string, string | null>,
  startedAt: Date,
  { only, actor, now }: AuditOptions,
): Promise<void> {
  const asked = only ? sql`from_json(${JSON.stringify(only)}, '["VARCHAR"]')` : raw("null");
  await execute(
    connection,
    sql`insert into audit_run by name select ${BigInt(run)} as run, ${BigInt(asOf)} as as_of, ${ruleSet} as rule_set,
      (${factsState}) as facts_state, ${mode} as mode, ${asked} as asked, ${startedAt.toISOString()}::timestamptz::timestamp as started_at,
      ${now().toISOString()}::timestamptz::timestamp as ended_at, ${actor} as started_by`,
  );
  const rows = rules.map(({ hash, lookedAt, notApplicable, ...rest }) => ({
    ...rest,
    run,
    rule_hash: hash,
    basis: bases.get(rest.rule) ?? null,
    looked_at: lookedAt,
    not_applicable: JSON.stringify(notApplicable),
    reason: rest.reason?.slice(0, 2000) ?? null,
  }));
  await execute(
    connection,
    sql`insert into audit_run_rule by name
      select unnest(from_json(${JSON.stringify(rows)}::varchar, ${rowShape}), max_depth := 2)`,
  );
}

const rowShape = raw(
  `'${JSON.stringify([
    {
      ...{
        run: "BIGINT",
        rule: "VARCHAR",
        version: "VARCHAR",
        rule_hash: "VARCHAR",
        state: "VARCHAR",
        reason: "VARCHAR",
        basis: "VARCHAR",
        reach: "VARCHAR",
        estimated: "BIGINT",
      },
      ...{ looked_at: "BIGINT", not_applicable: "VARCHAR", found: "BIGINT", opened: "BIGINT", changed: "BIGINT" },
      ...{ closed: "BIGINT", seconds: "DECIMAL(12,3)" },
    },
  ])}'`,
);

/** Another value means that facts were built or refreshed since. */
export const factsState = raw(
  "select coalesce(md5(string_agg(concat_ws(' ', fact, last_batch, built_at, definition_hash), ';' order by fact)), '') from fact_state",
);
