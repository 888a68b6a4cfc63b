import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { type Sql, sql } from "../../store/sql.ts";
import { unaudited } from "../changes/changed.ts";
import type { PlanStep } from "../plan.ts";
import type { Relation, Relations } from "../relation.ts";
import { readBy } from "./views.ts";

/**
 * Which of the steps read nothing that came, went or became other since the last audit. For those whose rows fall into no parts: as long as all they read
 * is as it was, they stand. Relations that tell of no change are held against their content by the rule's basis.
 * @param since the first batch that no audit has taken
 */
export async function quietSteps(
  connection: DuckDBConnection,
  steps: readonly PlanStep[],
  relations: Relations,
  since: number,
): Promise<PlanStep[]> {
  const reader = new Reader(connection, UNLIMITED);
  const isEmpty = async (rows: Sql): Promise<boolean> =>
    (await reader.one<{ empty: boolean }>(sql`select not exists (${rows}) as empty`)).empty;
  // Statements read claims beside their relations, to say which claims a finding is about.
  if (!(await isEmpty(unaudited("claim_id", "claim")))) return [];
  const asked = new Map<string, boolean>();
  const isQuiet = async ({ name, changed, stored }: Relation): Promise<boolean> => {
    const column = toldColumn({ changed, stored });
    if (column === undefined) return true;
    if (!asked.has(name)) asked.set(name, await isEmpty(sql`select * from (${changed(column, since)!})`));
    return asked.get(name)!;
  };
  const quiet: PlanStep[] = [];
  for (const step of steps) {
    let moved = false;
    for (const relation of readBy(relations, step.findings, step.counts.statement))
      moved ||= !(await isQuiet(relation));
    if (!moved) quiet.push(step);
  }
  return quiet;
}

/** A column by which a relation tells what changed in it; every changed row gives a value of it. */
export function toldColumn({ changed, stored }: Pick<Relation, "changed" | "stored">): string | undefined {
  return [...stored.keys()].find((column) => changed(column, 0) !== null);
}
