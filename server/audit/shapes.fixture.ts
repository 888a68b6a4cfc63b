import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { blankRelations } from "./blank-house.ts";
import { checkRules, problemText } from "./check-rules.ts";
import type { Relations } from "./relation.ts";
import { runRuleTests } from "./rule-tests.ts";

export const relations = await blankRelations();
const template = readFileSync(new URL("../../rules/cross-province/XR-01.yaml", import.meta.url), "utf8");

/** What a case says of a rule; the rest of the file is XR-01. */
export interface Case {
  find: string;
  needs: string;
  explain: string;
  given: string;
  expect: string;
  unit?: string;
  parameters?: string;
}

/** A rule file around what a case says. */
export function ruleOf({ find, needs, explain, given, expect: expected, unit = "group", parameters }: Case): string {
  const head = template.slice(0, template.indexOf("unit:")).replace("status: active", "status: draft");
  return `${head}unit: ${unit}
responsible: institution
investigate: care
needs: [${needs}]
find:
${find}
implicates: none
${parameters ? `parameters:\n${parameters}\n` : ""}explain: { zh: '甲${explain}', en: 'a ${explain}' }
innocent: [{ zh: 甲, en: a }]
references: [{ source: 甲 }]
tests:
  - name: 一
    given: ${given}
    expect: ${expected}
`;
}

/** The problems of the case's test, null where it holds. */
export async function problems(each: Case, known: Relations = relations): Promise<(string | null)[]> {
  const { rules, problems: refused } = await checkRules([{ file: "XR-01.yaml", text: ruleOf(each) }], known);
  expect(refused.map(problemText)).toEqual([]);
  return (await runRuleTests(rules, known)).map(({ problem }) => problem);
}
