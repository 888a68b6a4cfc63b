import { expect, test } from "vitest";
import { checkRules } from "./check-rules.ts";
import { relations, ruleOf } from "./shapes.fixture.ts";
import { digitLaw } from "./statistics/digit-law.ts";

/** Tables of the law as printed (Nigrini 2012, table 1.1). */
test.each([
  ["first", [0.30103, 0.17609, 0.12494, 0.09691, 0.07918, 0.06695, 0.05799, 0.05115, 0.04576]],
  ["second", [0.11968, 0.11389, 0.10882, 0.10433, 0.10031, 0.09668, 0.09337, 0.09035, 0.08757, 0.085]],
] as const)("the law of %s digits is the published one", (place, printed) => {
  const law = [...digitLaw(place).values()];
  expect(law.map((share) => Number(share.toFixed(5)))).toEqual(printed);
  expect(law.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

const find = (keys: { value?: string; when?: string; volume?: string }) => `  digits:
    of: claim
    per: [institution_code]
    period: { calendar: year, on: settled_at }
    value: ${keys.value ?? "total_cost"}
    digit: second
    least: { volume: "${keys.volume ?? "100"}" }
    breaks: mad > 0.012
    lead: { when: "${keys.when ?? "true"}", material: { zh: 票据, en: invoices } }`;

test.each([
  [{}, []],
  [{ when: "volume > 500" }, [["find digits lead when", "true: digits are a hint, never a suspicion"]]],
  [{ value: "care_area" }, [["find digits value", "an amount"]]],
  [{ volume: "volume" }, [["find digits least volume", expect.any(String)]]],
])("%o", async (keys, refused) => {
  const text = ruleOf({
    find: find(keys),
    needs: "claim.total_cost",
    explain: "{mad}",
    given: "{}",
    expect: "{ kind: miss, found: 0 }",
  });
  const { problems } = await checkRules([{ file: "XR-01.yaml", text }], relations);
  expect(problems.map(({ key, expected }) => [key, expected])).toEqual(refused);
});
