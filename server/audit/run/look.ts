import type { DuckDBConnection } from "@duckdb/node-api";
import { JihengError } from "../../errors.ts";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { ident, join, sql } from "../../store/sql.ts";
import { findingColumns } from "../compile/finding.ts";
import { type PlanStep, planRules } from "../plan.ts";
import type { Library, RunnableRule } from "./library.ts";
import { type Bounds, runBounded, TooLong } from "./statement.ts";

/** What a rule looked at in this run; `reason` where it could not be run. */
export interface Looked {
  rule: RunnableRule;
  lookedAt: number;
  notApplicable: Record<string, number>;
  seconds: number;
  reason: string | null;
}

export interface LookOptions extends Bounds {
  /** Milliseconds that only grow. */
  clock(): number;
  onStep(rules: readonly string[], done: number, total: number): void;
}

/**
 * Runs the rules, planned together, into the temporary table `audit_row`: what they found, row by row. A step that fails is taken apart and its rules
 * are run one by one, so that a rule fails alone; it then leaves no rows.
 */
export async function look(
  connection: DuckDBConnection,
  { relations }: Library,
  rules: readonly RunnableRule[],
  options: LookOptions,
): Promise<Looked[]> {
  await createRows(connection);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const { registers, steps } = planRules(
    rules.map(({ compiled }) => compiled),
    relations,
  );
  for (const register of registers) await execute(connection, register);
  const looked: Looked[] = [];
  for (const [done, step] of steps.entries()) {
    options.onStep(step.rules, done, steps.length);
    const parts = await take(connection, step, byId, options);
    if (step.rules.length === 1 || parts.every(({ reason }) => reason === null)) {
      looked.push(...parts);
      continue;
    }
    for (const id of step.rules) {
      const [alone] = planRules([byId.get(id)!.compiled], relations).steps as [PlanStep];
      looked.push(...(await take(connection, alone, byId, options)));
    }
  }
  return looked.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
}

async function createRows(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    `create or replace temp table audit_row (rule varchar, subject varchar, person_id varchar, institution_code varchar,
       insured_area varchar, care_area varchar, day date, claims varchar[], lines varchar[], "values" varchar, lead boolean)`,
  );
}

/** Counts first: a step whose findings fail has then left nothing. The time of a fused step is shared evenly. */
async function take(
  connection: DuckDBConnection,
  step: PlanStep,
  byId: ReadonlyMap<string, RunnableRule>,
  options: LookOptions,
): Promise<Looked[]> {
  const started = options.clock();
  const ended = () => (options.clock() - started) / 1000 / step.rules.length;
  try {
    const counted = await runBounded(connection, step.counts.statement, options);
    const columns = join(findingColumns.map(ident));
    await runBounded(connection, sql`insert into audit_row (${columns}) ${step.findings}`, options);
    const seconds = ended();
    return step.rules.map((id) => {
      const rule = byId.get(id)!;
      const notApplicable: Record<string, number> = {};
      let lookedAt = 0;
      for (const [i, { rule: of, counts, reason }] of step.counts.columns.entries()) {
        const rows = Number(counted.columns[i]?.[0] ?? 0);
        if (of !== id || rows === 0) continue;
        if (counts === "looked_at") lookedAt += rows;
        else notApplicable[reason!] = (notApplicable[reason!] ?? 0) + rows;
      }
      return { rule, lookedAt, notApplicable, seconds, reason: null };
    });
  } catch (cause) {
    if (cause instanceof JihengError && cause.code === "store.interrupted") throw cause;
    const [seconds, reason] = [ended(), reasonOf(cause, step.rules)];
    return step.rules.map((id) => ({ rule: byId.get(id)!, lookedAt: 0, notApplicable: {}, seconds, reason }));
  }
}

/** The kind of a failure; its text may hold values of records and is for the log only. */
function reasonOf(cause: unknown, rules: readonly string[]): string {
  if (cause instanceof TooLong) return cause.message;
  const text = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`rules ${rules.join(", ")}: ${text}\n`);
  return /^([A-Za-z ]+ Error)\b/.exec(text)?.[1] ?? "the statement failed";
}

/** Findings of a rule: rows with one subject are one. */
export async function foundBy(connection: DuckDBConnection): Promise<Map<string, number>> {
  const rows = await new Reader(connection).rows<{ rule: string; found: number }>(
    sql`select rule, count(distinct subject) as found from audit_row group by rule`,
  );
  return new Map(rows.map(({ rule, found }) => [rule, found]));
}
