import { expect, test } from "vitest";
import { checkRules } from "./check-rules.ts";
import { problems, relations, ruleOf } from "./shapes.fixture.ts";

const lead = (when: string) => `lead: { when: '${when}', material: { zh: 甲, en: a } }`;

test("every shape tells leads from suspicions by the columns of its explanation", async () => {
  const pairs = `  pairs:
    left: { of: stay }
    right: { of: stay }
    same: [person_id]
    breaks: '"left".begin_date < "right".begin_date'
    ${lead('"left".end_date is null')}`;
  const stays = `{ stay: [{ person_id: p1, begin_date: 2021-03-01 }, { person_id: p1, begin_date: 2021-03-02, end_date: 2021-03-04 },
      { person_id: p1, begin_date: 2021-03-03, end_date: 2021-03-04 }] }`;
  expect(
    await problems({
      ...{ find: pairs, needs: "stay.begin_date", explain: "{left.begin_date}", given: stays },
      expect: "{ kind: hit, found: 3, leads: 2 }",
    }),
  ).toEqual([null]);
  const missing = `  missing: { of: claim, companion: current.filing, same: [person_id], ${lead("tier is null")} }`;
  const claims = '{ claim: [{ person_id: p1, tier: "3" }, { person_id: p1 }] }';
  expect(
    await problems({
      ...{ find: missing, needs: "claim.person_id", explain: "{person_id}", given: claims },
      expect: "{ kind: hit, found: 2, leads: 1 }",
    }),
  ).toEqual([null]);
  const accumulate = `  accumulate: { of: stay, per: [person_id, scheme], measure: count, on: begin_date, within: { days: "9" }, at_least: "2", ${lead('scheme = "310"').replaceAll('"310"', "''310''")} }`;
  const twice = (scheme: string) =>
    `{ person_id: p1, scheme: "${scheme}", begin_date: 2021-03-01 }, { person_id: p1, scheme: "${scheme}", begin_date: 2021-03-02 }`;
  expect(
    await problems({
      ...{ find: accumulate, needs: "stay.begin_date", explain: "{reached}" },
      given: `{ stay: [${twice("310")}, ${twice("390")}] }`,
      expect: "{ kind: hit, found: 2, leads: 1 }",
    }),
  ).toEqual([null]);
  const resettled = `  resettled: { classes: [RS-RATIO], ${lead("fund_difference > 10")} }`;
  const settled = (difference: string) =>
    `{ difference_class: RS-RATIO, policy_defect: "false", fund_difference: ${difference} }`;
  expect(
    await problems({
      ...{ find: resettled, needs: "resettlement.claim_id", explain: "{claim_id}" },
      given: `{ resettlement: [${settled("10.00")}, ${settled("10.01")}] }`,
      expect: "{ kind: hit, found: 2, leads: 1 }",
      unit: "settlement",
    }),
  ).toEqual([null]);
});

test("what calls for material says so in both languages, over columns it has", async () => {
  const refused = async (text: string) => {
    const find = `  rows: { of: claim, breaks: visit, ${text} }`;
    const file = ruleOf({
      find,
      needs: "claim.visit",
      explain: "{visit}",
      given: "{}",
      expect: "{ kind: miss, found: 0 }",
    });
    return (await checkRules([{ file: "XR-01.yaml", text: file }], relations)).problems[0];
  };
  expect(await refused(lead("tiers is null"))).toMatchObject({
    key: "find rows lead when",
    got: '"tiers" at character 1',
  });
  expect(await refused(lead("fund_total"))).toMatchObject({
    key: "find rows lead when",
    got: "one that gives a money",
  });
  expect(await refused("lead: { when: visit, material: { zh: 甲 } }")).toMatchObject({
    key: "find rows lead material",
  });
});
