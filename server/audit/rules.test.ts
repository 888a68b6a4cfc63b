import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { JihengError } from "../errors.ts";
import { blankRelations } from "./blank-house.ts";
import { checkRules, problemText } from "./check-rules.ts";
import { planRules, printPlan } from "./plan.ts";
import { formatRule } from "./rule/format-rule.ts";
import { readRule } from "./rule/rule-file.ts";
import { originLabel } from "./rule/vocabulary.ts";
import { runRuleTests } from "./rule-tests.ts";
import { shapes } from "./shape.ts";

const relations = await blankRelations();
const library = await checkRules(undefined, relations);
const xr17 = readFileSync(new URL("../../rules/cross-province/XR-17.yaml", import.meta.url), "utf8");
const xr01 = readFileSync(new URL("../../rules/cross-province/XR-01.yaml", import.meta.url), "utf8");

describe("the library", () => {
  test("is sound", () => {
    expect(library.problems.map(problemText)).toEqual([]);
    expect(library.rules.length).toBeGreaterThan(5);
  });

  test("holds to its own tests, planned together", async () => {
    const outcomes = await runRuleTests(library.rules, relations);
    expect(outcomes.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(3 * library.rules.length - 1);
  });

  test("rules of our own accuse nobody: suspected, 自建", () => {
    for (const { rule } of library.rules.filter(({ rule }) => /^(XR|RS)-/.test(rule.id))) {
      expect([rule.id, rule.result, originLabel(rule.official !== undefined).zh]).toEqual([
        rule.id,
        "suspected",
        "自建",
      ]);
    }
  });

  test("what each rule finds is asked of its relation once with the others", () => {
    const { steps } = planRules(library.rules, relations);
    const scans = library.rules.filter(({ compiled }) => compiled.kind === "scan");
    const read = new Set(scans.map(({ compiled }) => compiled.kind === "scan" && compiled.relation.name));
    expect(steps).toHaveLength(library.rules.length - scans.length + read.size);
    expect(printPlan({ registers: [], steps })).not.toMatch(/30000|2021/);
  });

  test("every shape has a rule or a test of its own", async () => {
    const used = new Set(library.rules.map(({ shape }) => shape));
    expect([...(await shapes()).keys()].filter((name) => !used.has(name))).toEqual([]);
  });
});

/** The problem that a changed rule has, as a person reads it. */
async function problem(change: (text: string) => string, source = xr17, name = "XR-17.yaml"): Promise<string> {
  const changed = change(source);
  expect(changed).not.toBe(source);
  const { problems } = await checkRules([{ file: `cross-province/${name}`, text: changed }], relations);
  return problems.map(problemText)[0] ?? "none";
}
const line = (text: string, start: string) =>
  text.split("\n").findIndex((each) => each.trimStart().startsWith(start)) + 1;

describe("a rule file that is refused says file, line, key, expected and got", () => {
  test.each<[string, RegExp | string, string, string]>([
    [
      "unknown column",
      "visit_begin > register",
      "visit_begn > register",
      "find rows breaks: expected a column: visit_begin",
    ],
    [
      "a function off the list",
      "visit_begin > register.death_date + $grace",
      "getenv('HOME') = 'x'",
      "find rows breaks: expected a function of the list",
    ],
    [
      "a sub-select",
      "visit_begin > register.death_date + $grace",
      "exists (select 1)",
      "find rows breaks: expected an expression over the row, got a sub-select",
    ],
    ["a comment", "+ $grace", "+ 1 -- no more", "find rows breaks: expected no comment"],
    [
      "an unknown parameter",
      "+ $grace",
      "+ $graze",
      "find rows breaks: expected a parameter of the rule: grace, got $graze",
    ],
    [
      "a default outside its bounds",
      "default: 1,",
      "default: 99,",
      "parameters grace default: expected a default from 0 to 30, got 99",
    ],
    ["a huge number", "default: 1,", `default: ${"9".repeat(60)},`, "parameters grace default: expected it to match"],
    ["an unknown unit", "unit: days", "unit: moons", "parameters grace unit: expected one of yuan"],
    [
      "a violation without a card",
      "result: suspected",
      "result: violation",
      "result: expected suspected, or the official class",
    ],
    [
      "keys out of order",
      /^(three_fakes: .*\n)(result: .*\n)/m,
      "$2$1",
      "three_fakes: expected three_fakes before result",
    ],
    [
      "an unknown key",
      "category: cross_province",
      "category: cross_province\nseverity: high",
      "severity: expected no such key",
    ],
    ["a key twice", 'version: "1"', 'version: "1"\nversion: "2"', "text: expected YAML, got Map keys must be unique"],
    ["an anchor", "scenes: [inpatient", "scenes: &x [inpatient", "text: expected no anchors and aliases"],
    ["recursion", "scenes: [inpatient,", "scenes: &x [*x,", "text: expected no anchors and aliases"],
    ["a tag", 'version: "1"', 'version: !!js/function "1"', "text: expected"],
    ["an unknown relation", "of: claim", "of: settlement", "of: expected one of"],
    ["a register to start from", "of: claim", "of: person", "expected a relation to start from|expected a unit"],
    [
      "a lookup that finds several rows",
      "in: person, same: [person_id]",
      "in: institution, same: [person_id = credit_code]",
      "expected",
    ],
    [
      "a need nobody reads",
      "person.survival_known]",
      "line.amount]",
      "needs 1: expected a column of a relation that find starts from or looks up in: claim, person, got line.amount",
    ],
    ["a unit out of reach", "unit: settlement", "unit: line", "unit: expected a unit that claim leads to"],
    [
      "lines where none are read",
      "implicates: settlement",
      "implicates: lines",
      "implicates: expected lines of the relation line",
    ],
    [
      "languages that show other things",
      "{visit_begin}仍在",
      "仍在",
      "explain: expected the same names in both languages",
    ],
    ["SQL in an explanation", "{visit_begin}仍在", "{(select 1)}仍在", "explain"],
    ["another file's id", "id: XR-17", "id: XR-18", "id: expected the file's name, XR-17.yaml, got XR-18.yaml"],
    [
      "no boundary test",
      "kind: boundary",
      "kind: miss",
      "tests: expected a boundary test of an active rule|expected a miss to find nothing",
    ],
    ["an unknown shape", "\n  rows:", "\n  columns:", "find columns: expected one of"],
    ["no expression at all", "breaks: visit_begin > register.death_date + $grace", 'breaks: ""', "find rows breaks"],
    [
      "megabytes",
      "title: { zh: 死亡后就诊",
      `title: { zh: ${"长".repeat(1_000_000)}`,
      "text|file: expected at most 64000 characters",
    ],
  ])("%s", async (_, from, to, expected) => {
    const told = await problem((text) => text.replace(from, to));
    expect(told).toMatch(/^cross-province\/XR-17\.yaml line \d+, /);
    expect(told).toMatch(
      new RegExp(
        expected
          .split("|")
          .map((part) => part.replace(/[.*+?^${}()[\]\\]/g, "\\$&"))
          .join("|"),
      ),
    );
  });

  test("the line is that of the key", async () => {
    expect(await problem((text) => text.replace("+ $grace", "+ $graze"))).toContain(`line ${line(xr17, "breaks:")},`);
    expect(await problem((text) => text.replace("default: 1,", "default: 99,"))).toContain(
      `line ${line(xr17, "grace:")},`,
    );
  });

  test("a pairs rule without an equality key", async () => {
    const told = await problem((text) => text.replace("    same: [person_id]\n", ""), xr01, "XR-01.yaml");
    expect(told).toContain("find pairs: expected an equality key: same, same_any or driven, got none");
  });

  test("a test that names an unknown column or value", async () => {
    const text = xr17.replace("death_date: 2021-03-01, survival_known", "death_day: 2021-03-01, survival_known");
    const { rules } = await checkRules([{ file: "XR-17.yaml", text }], relations);
    await expect(runRuleTests(rules, relations)).rejects.toThrow(
      /tests 0 given person 0 death_day: expected a column of person/,
    );
    const wrong = xr17.replace("death_date: 2021-03-01, survival_known", "death_date: March, survival_known");
    const checked = await checkRules([{ file: "XR-17.yaml", text: wrong }], relations);
    await expect(runRuleTests(checked.rules, relations)).rejects.toThrow(
      /tests 0 given person: expected values that fit/,
    );
  });
});

test("a test that expects something else fails", async () => {
  const text = xr17
    .replace("kind: hit, found: 1", "kind: hit, found: 2")
    .replace("not_applicable: { person.survival_known: 1 }", "not_applicable: { person.survival_known: 2 }");
  const { rules } = await checkRules([{ file: "XR-17.yaml", text }], relations);
  const problems = (await runRuleTests(rules, relations)).map((outcome) => outcome.problem);
  expect(problems).toEqual([
    expect.stringContaining("expected 2 findings, got 1"),
    null,
    expect.stringContaining("expected not applicable"),
  ]);
});

test("the formatter puts keys in order and keeps comments; what is in order stays as it is", () => {
  const shuffled = xr17
    .replace(/^(three_fakes: .*\n)(result: .*\n)/m, "$2# why\n$1")
    .replace("title: { zh: 死亡后就诊, en: Care after death }", "title: { en: Care after death, zh: 死亡后就诊 }");
  expect(() => readRule(shuffled, "XR-17.yaml")).toThrow(JihengError);
  const ordered = formatRule(shuffled, "XR-17.yaml");
  expect(readRule(ordered, "XR-17.yaml").title).toEqual({ zh: "死亡后就诊", en: "Care after death" });
  expect(ordered).toContain("# why\nthree_fakes: patient\nresult: suspected\n");
  expect(formatRule(xr17, "XR-17.yaml")).toBe(xr17);
});
