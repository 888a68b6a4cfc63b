import { createHash } from "node:crypto";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { literal, sql } from "../store/sql.ts";
import type { CompiledRule } from "./compile-rule.ts";
import { type PlanStep, planRules } from "./plan.ts";
import { at, Refusal } from "./refusal.ts";
import type { Relation, Relations } from "./relation.ts";
import { createTables } from "./relation-tables.ts";
import type { RuleTest } from "./rule/rule-schema.ts";

/** What a rule's test expected and what it found; `problem` null where they agree. */
export interface TestOutcome {
  rule: string;
  test: string;
  kind: "hit" | "miss" | "boundary";
  problem: string | null;
}

interface Found {
  rule: string;
  values: string;
  lead: boolean;
}

/**
 * Runs the tests that rule files carry: their rows in otherwise empty relations, through the queries that production runs, planned together
 * with the rules beside them. `only`: the rules whose tests are run; all where absent. A test one of whose statements takes longer than `limitMs` fails.
 */
export async function runRuleTests(
  rules: readonly CompiledRule[],
  relations: Relations,
  only?: ReadonlySet<string>,
  limitMs = 60_000,
): Promise<TestOutcome[]> {
  const steps = inCompany(rules).flatMap((together) => planRules(together, relations).steps);
  return withTables(relations, limitMs, async (reader) => {
    const outcomes: TestOutcome[] = [];
    for (const { rule } of rules) {
      if (only && !only.has(rule.id)) continue;
      const step = steps.find(({ rules: ids }) => ids.includes(rule.id))!;
      for (const [i, test] of rule.tests.entries()) {
        const problem = await problemOf(reader, relations, step, rule.id, test).catch((cause: unknown) => {
          throw cause instanceof Refusal ? rule.refused(cause.below("tests", i)) : cause;
        });
        outcomes.push({ rule: rule.id, test: test.name, kind: test.expect.kind, problem });
      }
    }
    return outcomes;
  });
}

/** Rules that are planned together in a test: a scan that serves dozens takes as many times longer, and each test runs it. */
const COMPANY = 4;

function inCompany(rules: readonly CompiledRule[]): (readonly CompiledRule[])[] {
  return Array.from({ length: Math.ceil(rules.length / COMPANY) }, (_, i) =>
    rules.slice(i * COMPANY, (i + 1) * COMPANY),
  );
}

/** Does something in a database of its own that holds every relation, empty. */
export async function withTables<T>(
  relations: Relations,
  limitMs: number,
  work: (reader: Reader) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run("set TimeZone = 'Asia/Shanghai'");
    await createTables(connection, relations);
    return await work(new Reader(connection, limitMs));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function problemOf(
  reader: Reader,
  relations: Relations,
  step: PlanStep,
  rule: string,
  { given, expect }: RuleTest,
): Promise<string | null> {
  try {
    return await inRows(reader, relations, given, async () => {
      const found = (await reader.rows<Found>(step.findings)).filter((each) => each.rule === rule);
      return differenceOf(found, await notApplicable(reader, step, rule), expect);
    });
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    // The rows are the test's own: what the database says of them may be shown.
    const said = (cause as Error).message.split("\n")[0]!.slice(0, 300);
    return /INTERRUPT/i.test(said) ? "took longer than a test may" : `cannot be run: ${said}`;
  }
}

/** Does something over tables that hold the rows given, and takes these away again. @throws Refusal for rows that do not fit their relation */
export async function inRows<T>(
  { connection }: Reader,
  relations: Relations,
  given: RuleTest["given"],
  work: () => Promise<T>,
): Promise<T> {
  const filled: Relation[] = [];
  try {
    for (const [name, rows] of Object.entries(given)) {
      const relation = relations.get(name);
      if (!relation) throw new Refusal(`one of ${[...relations.keys()].join(", ")}`, name, ["given", name]);
      filled.push(relation);
      await at(["given", name], () => fill(connection, relation, rows));
    }
    return await work();
  } finally {
    for (const { rows } of filled) await execute(connection, sql`delete from ${rows}`);
  }
}

async function notApplicable(reader: Reader, { counts }: PlanStep, rule: string): Promise<Record<string, number>> {
  const { columns } = await reader.columns(counts.statement);
  const reasons: Record<string, number> = {};
  for (const [i, count] of counts.columns.entries()) {
    const rows = Number(columns[i]?.[0] ?? 0);
    if (count.rule === rule && count.counts === "not_applicable" && rows > 0)
      reasons[count.reason!] = (reasons[count.reason!] ?? 0) + rows;
  }
  return reasons;
}

function differenceOf(
  found: readonly Found[],
  reasons: Record<string, number>,
  expect: RuleTest["expect"],
): string | null {
  const values = found.map((each) => JSON.parse(each.values) as Record<string, string>);
  if (found.length !== Number(expect.found))
    return `expected ${expect.found} findings, got ${found.length}: ${JSON.stringify(values).slice(0, 400)}`;
  const leads = found.filter(({ lead }) => lead).length;
  if (expect.leads !== undefined && leads !== Number(expect.leads))
    return `expected ${expect.leads} leads, got ${leads}`;
  for (const wanted of expect.values ?? []) {
    const fits = values.some((got) => Object.entries(wanted).every(([name, value]) => got[name] === value));
    if (!fits) return `expected a finding with ${JSON.stringify(wanted)}, got ${JSON.stringify(values).slice(0, 400)}`;
  }
  const expected = Object.fromEntries(
    Object.entries(expect.not_applicable ?? {}).map(([reason, rows]) => [reason, Number(rows)]),
  );
  const same = Object.keys({ ...expected, ...reasons }).every((reason) => expected[reason] === reasons[reason]);
  return same ? null : `expected not applicable ${JSON.stringify(expected)}, got ${JSON.stringify(reasons)}`;
}

/** Keys that a test leaves out are made up, so that its rows are told apart; a person is certified unless the test says otherwise. */
async function fill(
  connection: DuckDBConnection,
  { name, rows, key, stored }: Relation,
  given: readonly Record<string, string | string[]>[],
): Promise<void> {
  const unknown = given.flatMap((row, i) =>
    Object.keys(row).flatMap((column) => (column === "repeat" || stored.has(column) ? [] : [[i, column] as const])),
  )[0];
  if (unknown) throw new Refusal(`a column of ${name}`, unknown[1], [unknown[0], unknown[1]]);
  if (given.length === 0) return;
  const full = given.flatMap(repeated).map((row, i) => {
    const made = [...key, "encounter_key"].filter((column) => stored.get(column) === "VARCHAR");
    const base: Record<string, unknown> = Object.fromEntries(made.map((column) => [column, `${name} ${i + 1}`]));
    if (stored.has("person_state")) base.person_state = "certified";
    return Object.fromEntries(
      Object.entries({ ...base, ...row }).map(([column, value]) => [
        column,
        stored.get(column) === "UUID" ? uuidOf(String(value)) : value,
      ]),
    );
  });
  const columns = [...new Set(full.flatMap((row) => Object.keys(row)))];
  const shape = Object.fromEntries(
    columns.map((column) => [column, stored.get(column)!.endsWith("[]") ? "VARCHAR[]" : "VARCHAR"]),
  );
  const shaped = literal(JSON.stringify([shape]));
  try {
    await execute(
      connection,
      sql`insert into ${rows} by name select unnest(from_json(${JSON.stringify(full)}, ${shaped}), recursive := true)`,
    );
  } catch (cause) {
    throw new Refusal("values that fit their columns", (cause as Error).message.split("\n")[0]!.slice(0, 200));
  }
}

/** A row may stand for several that are alike but for their keys, and for `{n}` in a text, the number of each. */
function repeated({ repeat = "1", ...row }: Record<string, string | string[]>): Record<string, string | string[]>[] {
  const numbered = (value: string | string[], n: number) =>
    typeof value === "string" ? value.replaceAll("{n}", String(n)) : value;
  return Array.from({ length: Number(repeat) }, (_, i) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, numbered(value, i + 1)])),
  );
}

/** Tests call persons by short names. */
function uuidOf(name: string): string {
  if (/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(name)) return name;
  const hash = createHash("md5").update(name).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
