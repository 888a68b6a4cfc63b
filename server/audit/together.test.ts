import { expect, test } from "vitest";
import { checkRules } from "./check-rules.ts";
import { type Case, problems, relations, ruleOf } from "./shapes.fixture.ts";

const visit = (person: string, institution: string, day: string) =>
  `{ visit_id: ${person}-${institution}-${day}, person_id: ${person}, institution_code: ${institution}, from_at: 2021-${day} 09:00:00, insured_area: "340100" }`;
const meeting = (persons: readonly string[], institution: string, day: string) =>
  persons.map((person) => visit(person, institution, day));
const ofVisits = (keys: string, visits: readonly string[], expected: string, explain = "{size}"): Case => ({
  find: `  together: { of: event, who: person_id, by: [[institution_code, from_at]], ${keys} }`,
  needs: "event.from_at",
  explain,
  given: `{ event: [${visits.join(", ")}] }`,
  expect: expected,
});

test("a pair needs so many meetings within its days; the best span is told", async () => {
  const days = ["01-01", "01-10", "01-20", "03-01"];
  const visits = days.flatMap((day) => meeting(["p1", "p2"], "A", day));
  const keys = (atLeast: number, within: number) =>
    `most: "9", shared: { at_least: "${atLeast}", days: "${within}" }, result: pair`;
  const shown = "{shared}{first_day}{last_day}";
  const expected = `{ kind: boundary, found: 1, values: [{ shared: "3", first_day: 2021-01-01, last_day: 2021-01-20 }] }`;
  expect(await problems(ofVisits(keys(3, 20), visits, expected, shown))).toEqual([null]);
  expect(await problems(ofVisits(keys(3, 19), visits, "{ kind: miss, found: 0 }", shown))).toEqual([null]);
});

test("a hub joins nobody and is counted", async () => {
  const crowd = ["p1", "p2", "p3", "p4"];
  const visits = [
    ...meeting(["p1", "p2"], "A", "01-01"),
    ...meeting(["p1", "p2"], "A", "01-02"),
    ...meeting(crowd, "B", "01-03"),
    ...meeting(crowd, "B", "01-04"),
  ];
  const keys = (most: number) => `most: "${most}", shared: { at_least: "2" }, result: pair`;
  const without = `{ kind: boundary, found: 1, values: [{ shared: "2", hubs: "2" }], not_applicable: { hub: 8 } }`;
  const withAll = `{ kind: boundary, found: 6, values: [{ shared: "4", hubs: "0" }] }`;
  expect(await problems(ofVisits(keys(3), visits, without, "{shared}{hubs}"))).toEqual([null]);
  expect(await problems(ofVisits(keys(4), visits, withAll, "{shared}{hubs}"))).toEqual([null]);
});

test("components go over any number of links, in any order of rows", async () => {
  // A chain of thirty, and a pair beside it.
  const chain = Array.from({ length: 29 }, (_, n) => meeting([`p${n}`, `p${n + 1}`], `H${n}`, "01-01")).flat();
  const visits = [...chain, ...meeting(["q1", "q2"], "Q", "01-01")];
  const keys = `most: "9", result: component, at_least: "3"`;
  const expected = `{ kind: hit, found: 1, values: [{ size: "30", records: "58", shared: "29" }] }`;
  for (const rows of [visits, visits.toReversed()])
    expect(await problems(ofVisits(keys, rows, expected, "{size}{records}{shared}"))).toEqual([null]);
});

test("one meeting is no edge where a component asks for more", async () => {
  const visits = [
    ...meeting(["p1", "p2", "p3"], "A", "01-01"),
    ...meeting(["p1", "p2", "p3"], "A", "01-02"),
    ...meeting(["p3", "p4"], "B", "01-03"),
  ];
  const keys = `most: "9", shared: { at_least: "2" }, result: component, at_least: "2"`;
  const expected = `{ kind: boundary, found: 1, values: [{ size: "3", shared: "2" }] }`;
  expect(await problems(ofVisits(keys, visits, expected, "{size}{shared}"))).toEqual([null]);
});

test.each([
  ["no equality key", `most: "9", result: component, at_least: "3"`, "", "by", "an equality key"],
  [
    "no bound of hubs",
    `most: nights, result: component, at_least: "3"`,
    "by: [[from_at]],",
    "most",
    "a number or a parameter",
  ],
  [
    "hubs too large for pairs",
    `most: "1000", shared: { at_least: "2" }, result: pair`,
    "by: [[from_at]],",
    "most",
    "a number that stays from 2 to 500",
  ],
  [
    "a pair by one meeting",
    `most: "9", result: pair`,
    "by: [[from_at]],",
    "shared",
    "shared, how many meetings make a pair",
  ],
  [
    "a component without size",
    `most: "9", result: component`,
    "by: [[from_at]],",
    "at_least",
    "at_least, the size of a component",
  ],
  [
    "days without the day of a meeting",
    `most: "9", shared: { at_least: "2", days: "9" }, result: pair`,
    "by: [[institution_code]],",
    "by 0",
    "the day of a meeting among its columns",
  ],
  [
    "different values of what is no key",
    `most: "9", shared: { at_least: "2", different: { column: care_area, at_least: "2" } }, result: pair`,
    "by: [[from_at]],",
    "shared different column",
    "a column of the one list under by",
  ],
])("%s is refused with its place", async (_, keys, by, place, reason) => {
  const text = ruleOf({
    find: `  together: { of: event, who: person_id, ${by} ${keys} }`,
    needs: "event.from_at",
    explain: "{size}",
    given: "{}",
    expect: "{ kind: miss, found: 0 }",
  });
  const { problems: refused } = await checkRules([{ file: "XR-01.yaml", text }], relations);
  expect(refused).toMatchObject([{ key: `find together ${place}`, expected: expect.stringContaining(reason) }]);
});
