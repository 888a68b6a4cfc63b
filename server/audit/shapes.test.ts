import { expect, test } from "vitest";
import { FactsFixture } from "../facts/facts.fixture.ts";
import { execute } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { ident } from "../store/sql.ts";
import { checkRules } from "./check-rules.ts";
import { describeRelations } from "./describe-relations.ts";
import { scalar } from "./expressions/value-type.ts";
import { planRules, printPlan } from "./plan.ts";
import type { Relation } from "./relation.ts";
import { problems, relations, ruleOf } from "./shapes.fixture.ts";

test("pairs driven by a knowledge table: codes on either side, a window per row", async () => {
  const column = (name: string, kind: "text" | "number") => ({
    name,
    label: { zh: "甲", en: "a" },
    unit: null,
    sqlType: kind === "text" ? "VARCHAR" : "INTEGER",
    supplied: [],
    type: scalar(kind, { digits: 5, integer: true }),
  });
  const columns = [column("one", "text"), column("two", "text"), column("days", "number")];
  const twins: Relation = {
    ...relations.get("institution")!,
    name: "twins",
    rows: ident("twins"),
    key: ["one", "two"],
    subject: { columns: ["one"] },
    columns: new Map(columns.map((each) => [each.name, each])),
    stored: new Map(columns.map(({ name, sqlType }) => [name, sqlType])),
  };
  const known = new Map([...relations, ["twins", twins] as const]);
  const find = `  pairs:
    left: { of: line }
    right: { of: line }
    driven: { by: twins, left: [item_code = one], right: [item_code = two] }
    same: [claim_id]
    breaks: '"right".day - "left".day between 0 and point.days'`;
  const given = `{ twins: [{ one: A, two: B, days: 0 }, { one: C, two: D, days: 3 }], line: [
      { claim_id: c1, line_no: l1, item_code: A, day: 2021-03-01 }, { claim_id: c1, line_no: l2, item_code: B, day: 2021-03-01 },
      { claim_id: c1, line_no: l3, item_code: B, day: 2021-03-02 }, { claim_id: c1, line_no: l4, item_code: C, day: 2021-03-01 },
      { claim_id: c1, line_no: l5, item_code: D, day: 2021-03-04 }, { claim_id: c2, line_no: l6, item_code: D, day: 2021-03-02 }] }`;
  const expected =
    "{ kind: hit, found: 2, values: [{ left.line_no: l1, right.line_no: l2 }, { left.line_no: l4, right.line_no: l5 }] }";
  expect(
    await problems(
      { find, needs: "line.day", explain: "{left.line_no}{right.line_no}", given, expect: expected },
      known,
    ),
  ).toEqual([null]);
});

test("the most specific overlay of a parameter counts", async () => {
  const find = "  rows: { of: claim, breaks: total_cost > $most }";
  const parameters = `  most: { default: 100, unit: yuan, min: 0, max: 1000, confidence: illustrative, where: [
    { insured_area: "410100", value: 200, reason: 甲, from: 2021-01-01 },
    { insured_area: "410100", tier: "3", value: 300, reason: 甲, from: 2021-01-01 }] }`;
  const row = (cost: number, area: string, tier: string) =>
    `{ total_cost: ${cost}, insured_area: "${area}", tier: "${tier}" }`;
  const given = `{ claim: [${row(150, "340100", "3")}, ${row(150, "410100", "2")}, ${row(250, "410100", "2")}, ${row(250, "410100", "3")}, ${row(350, "410100", "3")}] }`;
  const expected =
    "{ kind: hit, found: 3, values: [{ total_cost: 150.00, $most: 100 }, { total_cost: 250.00, $most: 200 }, { total_cost: 350.00, $most: 300 }] }";
  expect(
    await problems({
      find,
      needs: "claim.total_cost",
      explain: "{total_cost}{$most}",
      given,
      expect: expected,
      parameters,
    }),
  ).toEqual([null]);
  const tie = parameters.replace(', tier: "3"', "");
  const { problems: refused } = await checkRules(
    [
      {
        file: "XR-01.yaml",
        text: ruleOf({
          find,
          needs: "claim.total_cost",
          explain: "{total_cost}{$most}",
          given,
          expect: expected,
          parameters: tie,
        }),
      },
    ],
    relations,
  );
  expect(refused[0]).toMatchObject({ key: "parameters most where 1", got: "a tie" });
});

test("spans of hours and of the calendar", async () => {
  const event = (person: string, at: string) => `{ person_id: ${person}, present: "true", from_at: 2021-03-${at} }`;
  const given = `{ event: [${event("p1", "01 23:30:00")}, ${event("p1", "02 00:10:00")}, ${event("p2", "01 08:00:00")}, ${event("p2", "01 09:00:00")}] }`;
  const find = (within: string) =>
    `  accumulate: { of: event, per: [person_id], measure: count, on: from_at, within: ${within}, at_least: "2" }`;
  const each = (within: string, found: number, first: string) =>
    problems({
      find: find(within),
      needs: "event.from_at",
      explain: "{reached}{first_day}",
      given,
      expect: `{ kind: boundary, found: ${found}, values: [{ first_day: ${first} }] }`,
    });
  // Half-open: an hour after nine o'clock is no longer within it.
  expect(await each('{ hours: "1" }', 1, "2021-03-01")).toEqual([null]);
  expect(await each('{ hours: "2" }', 2, "2021-03-01")).toEqual([null]);
  expect(await each("{ calendar: day }", 1, "2021-03-01")).toEqual([null]);
  expect(await each("{ calendar: month }", 2, "2021-03-01")).toEqual([null]);
});

test("episodes of one owner do not overlap", async () => {
  const use = (day: string) => `{ person_id: p1, watched_as: A, used_on: ${day}, amount: 60.00 }`;
  const given = `{ watched_use: [${["2021-01-01", "2021-01-05", "2021-01-09", "2021-03-01", "2021-03-02"].map(use).join(", ")}] }`;
  const find =
    '  accumulate: { of: watched_use, per: [person_id], measure: sum, value: amount, on: used_on, within: { days: "7" }, over: "100" }';
  const expected =
    "{ kind: hit, found: 2, values: [{ first_day: 2021-01-01, last_day: 2021-01-09, records: 3 }, { first_day: 2021-03-01, records: 2 }] }";
  expect(
    await problems({
      find,
      needs: "watched_use.used_on",
      explain: "{first_day}{last_day}{records}",
      given,
      expect: expected,
    }),
  ).toEqual([null]);
});

test("the library's plan runs on a built house, and subjects are business keys", async () => {
  const house = await FactsFixture.create();
  const stay = (id: string, institution: string, area: string, begin: string, end: string) => ({
    settlement_id: `S${id}`,
    encounter_id: `E${id}`,
    sender_settlement_id: `M${id}`,
    institution_code: institution,
    care_area: area,
    begin_date: begin,
    end_date: end,
    settled_at: `${end} 10:00:00`,
  });
  await house.load([
    stay("1", "H11", "110000", "2021-03-01", "2021-03-10"),
    stay("2", "H31", "310000", "2021-03-07", "2021-03-12"),
  ]);
  await house.put("person", [
    { insured_area: "410100", person_no: "P1", death_date: "2021-03-03", survival_status: "2", valid: "1" },
  ]);
  await house.catchUp();
  const known = await describeRelations(house.connection);
  // Rules over what this house does not have are refused here: it was never settled again.
  const { rules } = await checkRules(undefined, known);
  expect(rules.length).toBeGreaterThan(20);
  const plan = planRules(rules, known);
  for (const register of plan.registers) await execute(house.connection, register);
  const found: { rule: string; subject: string; claims: string[]; care_area: string }[] = [];
  const reader = new Reader(house.connection);
  for (const { findings, counts } of plan.steps) {
    found.push(...(await reader.rows<(typeof found)[number]>(findings)));
    expect((await reader.columns(counts.statement)).columns).toHaveLength(counts.columns.length);
  }
  expect(found.filter(({ rule }) => rule === "XR-01")).toMatchObject([{ subject: "H11|M1 + H31|M2" }]);
  expect(found.filter(({ rule }) => rule === "XR-17")).toMatchObject([
    { subject: "H31|M2|2021-03-07", claims: ["410100|S2"], care_area: "310000" },
  ]);
  expect(printPlan(plan).match(/ from "claim" as "row"/g)?.length).toBeGreaterThan(1);
});
