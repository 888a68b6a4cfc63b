import { DuckDBInstance } from "@duckdb/node-api";
import { expect } from "vitest";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { literal, sql } from "../../store/sql.ts";
import { blankRelations } from "../blank-house.ts";
import { checkRules, problemText } from "../check-rules.ts";
import { type PlanStep, planRules } from "../plan.ts";
import { createTables } from "../relation-tables.ts";

export const relations = await blankRelations();

/** What a test's rule says; the rest of the file is the same for all. */
export interface PeersCase {
  find: string;
  explain: string;
  needs?: string;
  parameters?: string;
  unit?: string;
}

export function ruleText({ find, explain, needs = "stay.begin_date", parameters, unit = "group" }: PeersCase): string {
  return `id: XR-99
title: { zh: 甲, en: a }
category: cross_province
violation_type: none
three_fakes: none
result: suspected
status: draft
version: "1"
basis: [{ law: 甲, article: 甲 }]
scenes: [inpatient]
stages: [after]
unit: ${unit}
responsible: institution
investigate: care
needs: [${needs}]
find:
  peers:
${find.replace(/^/gm, "    ")}
implicates: none
${parameters ? `parameters: ${parameters}\n` : ""}explain: { zh: '甲${explain}', en: 'a ${explain}' }
innocent: [{ zh: 甲, en: a }]
references: [{ source: 甲 }]
tests:
  - name: 甲
    given: {}
    expect: { kind: miss, found: 0 }
`;
}

/** Why a rule is refused, as a person reads it. */
export async function refusalOf(each: PeersCase): Promise<string> {
  const { problems } = await checkRules([{ file: "XR-99.yaml", text: ruleText(each) }], relations);
  return problems.map(problemText)[0] ?? "none";
}

export interface Found {
  subject: string;
  claims: string[];
  lead: boolean;
  care_area: string | null;
  values: Record<string, string>;
}

export interface UnitRow {
  unit: string;
  period: string;
  stratum: string;
  values: string;
  reason: string | null;
}

/** What a rule finds among rows of one relation, and what it counts: looked at, and not applicable by reason. */
export async function ask(
  each: PeersCase,
  rows: readonly Record<string, unknown>[],
  relation = "stay",
): Promise<{ found: Found[]; counts: Record<string, number>; units: UnitRow[] }> {
  const { rules, problems } = await checkRules([{ file: "XR-99.yaml", text: ruleText(each) }], relations);
  if (problems.length > 0) throw new Error(problems.map(problemText).join("\n"));
  const step = planRules(rules, relations).steps[0]!;
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    await createTables(connection, relations);
    const { rows: table, stored } = relations.get(relation)!;
    const columns = Object.keys(rows[0]!);
    const shape = literal(JSON.stringify([Object.fromEntries(columns.map((name) => [name, stored.get(name)!]))]));
    await execute(
      connection,
      sql`insert into ${table} by name select unnest(from_json(${JSON.stringify(rows)}, ${shape}), recursive := true)`,
    );
    const reader = new Reader(connection);
    const found = await reader.rows<Omit<Found, "values"> & { values: string }>(step.findings);
    await sameAtOnce(reader, step, relation);
    const { compiled } = rules[0]!;
    const units = compiled.kind === "query" ? await reader.rows<UnitRow>(compiled.units!) : [];
    const counted = await reader.columns(step.counts.statement);
    const counts = step.counts.columns.map(({ counts, reason }, i) => [
      reason ?? counts,
      Number(counted.columns[i]?.[0] ?? 0),
    ]);
    return {
      units,
      found: found
        .map((row) => ({ ...row, values: JSON.parse(row.values) as Record<string, string> }))
        .sort((a, b) => (a.subject < b.subject ? -1 : 1)),
      counts: Object.fromEntries(counts.filter(([, rows]) => rows !== 0)) as Record<string, number>,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The one statement that gives both finds and counts the same. */
async function sameAtOnce(reader: Reader, { findings, counts, once }: PlanStep, relation: string): Promise<void> {
  const both = await reader.rows<{ rule: string | null; values: string }>(once!);
  const { columns } = await reader.columns(counts.statement);
  expect(both.filter(({ rule }) => rule === null).map(({ values }) => JSON.parse(values))).toEqual([
    columns.map(([count]) => count),
  ]);
  const found = await reader.rows<{ rule: string }>(findings);
  const told = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(told(both.filter(({ rule }) => rule !== null)), relation).toEqual(told(found));
}
