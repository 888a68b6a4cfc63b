import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { execute } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { raw, sql } from "../store/sql.ts";
import { checkRules, problemText } from "./check-rules.ts";
import { planRules } from "./plan.ts";
import { createTables } from "./relation-tables.ts";
import { relations, ruleOf } from "./shapes.fixture.ts";

interface Finding {
  rule: string | null;
  subject: string;
  values: string;
}

/** A rule over lines of known items. */
const rule = (id: string, known: string, where: string, breaks: string, shown: string) => {
  const find = `  rows:
    of: known_line
    lookup: [{ as: known, in: knowledge.${known}, same: [item_code] }]
    where: "${where}"
    breaks: "${breaks}"`;
  const test = { needs: "known_line.sex", given: "{ known_line: [] }", expect: "{ kind: miss, found: 0 }" };
  const text = ruleOf({ find, explain: `{item_code}{known.${shown}}`, ...test }).replace(/^id: .*/, `id: ${id}`);
  return { file: `${id}.yaml`, text };
};

test("rules that speak of nothing without knowledge find and count what rules over every row do", async () => {
  const { rules, problems } = await checkRules(
    [
      rule("XR-91", "drug_gender", "known.sex is not null", "sex <> known.sex", "sex"),
      rule("XR-92", "drug_gender", "coalesce(known.sex, '') <> ''", "sex <> known.sex", "sex"),
      rule("XR-93", "drug_max_days", "known.days > 3 and amount > 0", "days_supply > known.days", "days"),
      rule("XR-94", "drug_max_days", "coalesce(known.days, 0) > 3 and amount > 0", "days_supply > known.days", "days"),
    ],
    relations,
  );
  expect(problems.map(problemText)).toEqual([]);
  const [step, ...others] = planRules(rules, relations).steps;
  expect(others).toEqual([]);
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  await createTables(connection, relations);
  const insert = (name: string, columns: string, values: string) =>
    execute(connection, sql`insert into ${relations.get(name)!.rows} (${raw(columns)}) values ${raw(values)}`);
  await insert("knowledge.drug_gender", "item_code, sex", "('A', '2'), ('B', '1')");
  await insert("knowledge.drug_max_days", "item_code, days", "('A', 7), ('C', 3), ('D', 14)");
  const person = "md5('p')::uuid, 'certified'";
  await insert(
    "known_line",
    "claim_id, line_no, item_code, sex, days_supply, amount, person_id, person_state",
    `('c1', '1', 'A', '1', 30, 5, ${person}), ('c1', '2', 'A', '2', 7, 5, ${person}), ('c1', '3', 'B', null, 1, 5, ${person}),
      ('c2', '1', 'C', '1', 30, 5, ${person}), ('c2', '2', 'D', '1', 15, 5, ${person}), ('c2', '3', 'D', '1', 15, 0, ${person}), ('c2', '4', 'E', '1', 15, 5, ${person})`,
  );
  const reader = new Reader(connection);
  const found = await reader.rows<Finding>(step!.findings);
  const of = (id: string, among: readonly Finding[]) =>
    among.flatMap(({ rule, subject, values }) => (rule === id ? [[subject, values]] : [])).sort();
  expect(of("XR-91", found).map(([, values]) => values)).toEqual(['{"item_code":"A","known.sex":"2"}']);
  expect(of("XR-93", found)).toHaveLength(2);
  const { columns } = await reader.columns(step!.counts.statement);
  const counts = (id: string, counted: readonly unknown[]) =>
    step!.counts.columns.flatMap(({ rule, reason }, i) => (rule === id ? [[reason, Number(counted[i])]] : []));
  const counted = columns.map(([count]) => count);
  for (const [driven, free] of [
    ["XR-91", "XR-92"],
    ["XR-93", "XR-94"],
  ] as const) {
    expect(of(driven, found)).toEqual(of(free, found));
    expect(counts(driven, counted)).toEqual(counts(free, counted));
  }
  expect(counts("XR-91", counted)).toEqual([
    [null, 2],
    ["known_line.sex", 1],
  ]);
  const once = await reader.rows<Finding>(step!.once!);
  for (const { rule } of rules) expect(of(rule.id, once)).toEqual(of(rule.id, found));
  expect(JSON.parse(once.find(({ rule }) => rule === null)!.values)).toEqual(counted);
  connection.closeSync();
});
