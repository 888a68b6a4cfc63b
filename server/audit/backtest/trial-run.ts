import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, join, sql } from "../../store/sql.ts";
import { findingColumns } from "../compile/finding.ts";
import type { CompiledRule } from "../compile-rule.ts";
import { type PlanStep, planRules } from "../plan.ts";
import type { Relations } from "../relation.ts";
import { evidencePatch, parametersOf } from "../run/evidence.ts";
import { createFoundRows, createOutcomes, gatherFound } from "../run/found.ts";
import { keepSubjects, namingTables } from "../run/kept-subjects.ts";
import { type Bounds, runBounded } from "../run/statement.ts";
import { RelationViews } from "../run/views.ts";

/** Temporary tables of a trial, in the order in which they may go. */
const temporary = ["audit_row", "audit_outcome", "audit_found", "audit_place", ...namingTables];

/** How many rows of its relation a rule looked at, and what it found about how many subjects. */
export interface Tried {
  lookedAt: number;
}

/**
 * Runs rules over all rows on a reading connection and leaves what they would find in temp.audit_found and temp.audit_place, for `work` to look at;
 * nothing is written to the house. Registers and views are made once for all of `candidates`, which are tried one after the other.
 * @throws store.interrupted, TooLong
 */
export async function tryRules<T>(
  connection: DuckDBConnection,
  { stored, relations }: { stored: Relations; relations: Relations },
  candidates: readonly CompiledRule[],
  bounds: Bounds,
  work: (candidate: CompiledRule, tried: Tried, index: number) => Promise<T>,
): Promise<T[]> {
  const views = new RelationViews(connection, stored, relations);
  const steps = candidates.map((candidate) => planRules([candidate], relations).steps[0]!);
  try {
    await views.open(steps);
    const results: T[] = [];
    for (const [i, candidate] of candidates.entries()) {
      const tried = await find(connection, candidate, steps[i]!, bounds);
      results.push(await work(candidate, tried, i));
    }
    return results;
  } finally {
    for (const table of temporary) await execute(connection, sql`drop table if exists temp.${ident(table)}`);
    await views.close();
  }
}

const columns = join(findingColumns.map(ident));

async function find(
  connection: DuckDBConnection,
  { rule }: CompiledRule,
  { findings, counts }: PlanStep,
  bounds: Bounds,
): Promise<Tried> {
  const counted = await runBounded(connection, counts.statement, bounds);
  await createFoundRows(connection);
  await createOutcomes(connection);
  await execute(
    connection,
    sql`insert into temp.audit_outcome by name select ${rule.id} as rule, ${parametersOf(rule)} as parameters, ${evidencePatch(rule)} as patch`,
  );
  await runBounded(connection, sql`insert into audit_row (${columns}) ${findings}`, bounds);
  await keepSubjects(connection, [rule]);
  await gatherFound(connection);
  const looked = counts.columns.flatMap(({ rule: id, counts: what }, i) =>
    id === rule.id && what === "looked_at" ? [Number(counted.columns[i]?.[0] ?? 0)] : [],
  );
  return { lookedAt: looked.reduce((all, each) => all + each, 0) };
}

/** SHA-256 of a text. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
