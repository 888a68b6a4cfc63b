import { expect, test } from "vitest";
import { checkRules } from "./check-rules.ts";
import { planRules, printPlan } from "./plan.ts";
import { type Case, problems, relations, ruleOf } from "./shapes.fixture.ts";

const stay = (person: string, begin: number, end: number, more = "") =>
  `{ visit_id: v-${person}-${begin}-${end}, encounter_key: ${person}-${begin}-${end}, person_id: ${person}, institution_code: A, insured_area: "340100", begin_date: 2021-03-${String(begin).padStart(2, "0")}, end_date: 2021-03-${String(end).padStart(2, "0")}${more} }`;
const near = "near: [{ on: begin_date, days: 1 }, { on: end_date, days: 1 }]";
const group = (more: string, lines = near) =>
  `  group: { of: stay, same: [institution_code, insured_area], ${lines}, size: person_id, ${more} }`;
const ofStays = (find: string, stays: readonly string[], expected: string, explain = "{size}"): Case => ({
  find,
  needs: "stay.begin_date",
  explain,
  given: `{ stay: [${stays.join(", ")}] }`,
  expect: expected,
});

test("both lines of time have their own tolerance", async () => {
  const together = [stay("p1", 1, 9), stay("p2", 2, 10), stay("p3", 1, 10)];
  const late = [stay("p4", 3, 9), stay("p5", 1, 11)];
  const found = (n: number, values: string) => `{ kind: boundary, found: ${n}, values: [{ ${values} }] }`;
  const shown = "{size}{first_begin_date}{last_begin_date}{first_end_date}{last_end_date}";
  const values = `size: "3", first_begin_date: 2021-03-01, last_begin_date: 2021-03-02, first_end_date: 2021-03-09, last_end_date: 2021-03-10`;
  expect(await problems(ofStays(group(`at_least: "3"`), [...together, ...late], found(1, values), shown))).toEqual([
    null,
  ]);
  expect(await problems(ofStays(group(`at_least: "4"`), [...together, ...late], "{ kind: miss, found: 0 }"))).toEqual([
    null,
  ]);
});

test("of gatherings that reach into each other the biggest is told, whatever the order of rows", async () => {
  // Two, four and three persons on three days: the first two days hold six, the last two seven.
  const days = [1, 1, 2, 2, 2, 2, 3, 3, 3];
  const stays = days.map((day, i) => stay(`p${i}`, day, 20));
  const find = group(`at_least: "2"`);
  const expected = `{ kind: boundary, found: 1, values: [{ size: "7", first_begin_date: 2021-03-02 }] }`;
  for (const rows of [stays, stays.toReversed()])
    expect(await problems(ofStays(find, rows, expected, "{size}{first_begin_date}"))).toEqual([null]);
});

test("a gathering that reaches only into one that went stays", async () => {
  // Days 1–2 hold three, 2–3 four, 3–4 five, 4–5 three: 3–4 is kept, so 2–3 and 4–5 go and 1–2 stays.
  const counts: [day: number, persons: number][] = [
    [1, 2],
    [2, 1],
    [3, 3],
    [4, 2],
    [5, 1],
  ];
  const stays = counts.flatMap(([day, persons]) =>
    Array.from({ length: persons }, (_, n) => stay(`p${day}${n}`, day, 20)),
  );
  const expected = `{ kind: boundary, found: 2, values: [{ size: "5", first_begin_date: 2021-03-03 }, { size: "3", first_begin_date: 2021-03-01 }] }`;
  const find = group(`at_least: "3"`);
  expect(await problems(ofStays(find, stays, expected, "{size}{first_begin_date}"))).toEqual([null]);
});

test("a lift is applied from so many other records on, and says so", async () => {
  const now = [1, 2, 3, 4].map((n) => stay(`p${n}`, 20, 25));
  const others = (own: number, foreign: number) => [
    ...Array.from({ length: own }, (_, n) => stay(`o${n}`, 1 + n, 28)),
    ...Array.from({ length: foreign }, (_, n) => stay(`f${n}`, 1 + n, 28).replace('"340100"', '"370100"')),
  ];
  const find = group(`at_least: "4", lift: { host: [institution_code], over: "60", others: "8", at_least: "4" }`);
  const each = async (before: string[], found: number, lift: string) => {
    const expected =
      found === 0
        ? "{ kind: miss, found: 0 }"
        : `{ kind: boundary, found: 1, values: [{ lift: ${lift}, host_others: "${before.length}" }] }`;
    expect(await problems(ofStays(find, [...now, ...before], expected, "{lift}{host_others}"))).toEqual([null]);
  };
  await each(others(2, 6), 1, `"4.0"`);
  await each(others(3, 6), 0, "");
  await each(others(3, 4), 1, "—");
  await each(others(0, 8), 1, "∞");
});

const herbs = (prescription: string, items: readonly string[], type = "102") =>
  items.map(
    (item, n) =>
      `{ claim_id: c1, line_no: ${prescription}-${n}, prescription_no: ${prescription}, list_type: "${type}", item_code: ${item}, amount: 10.00 }`,
  );
const ofHerbs = (find: string, lines: readonly string[], expected: string): Case => ({
  find,
  needs: "line.prescription_no",
  explain: "{prescription_no}{records}",
  given: `{ line: [${lines.join(", ")}] }`,
  expect: expected,
});

test("herbs paid in compounds only (中药饮片单方): every line of the prescription is one of them", async () => {
  const listed = "every: \"item_code in ('T1', 'T2')\"";
  const find = `  group: { of: line, where: "list_type = '102'", same: [claim_id, prescription_no], at_least: "1", ${listed} }`;
  const lines = [
    ...herbs("R1", ["T1"]),
    ...herbs("R2", ["T1", "T2"]),
    ...herbs("R3", ["T1", "T9"]),
    ...herbs("R4", ["T9"]),
    ...herbs("R1", ["X1"], "101").map((line) => line.replace("R1-0", "R1-x")),
  ];
  const expected = `{ kind: hit, found: 2, values: [{ prescription_no: R1, records: "1" }, { prescription_no: R2, records: "2" }] }`;
  expect(await problems(ofHerbs(find, lines, expected))).toEqual([null]);
});

test("a prescription of one herb, by measure; none and at least so many", async () => {
  const lines = [...herbs("R1", ["T1", "T1"]), ...herbs("R2", ["T1", "T2"])];
  const find = (more: string) => `  group: { of: line, same: [claim_id, prescription_no], at_least: "1", ${more} }`;
  const one = (prescription: string) => `{ kind: hit, found: 1, values: [{ prescription_no: ${prescription} }] }`;
  for (const [more, found] of [
    [`measures: { items: { distinct: item_code } }, breaks: items = 1`, one("R1")],
    [
      `measures: { part: { share: "item_code = 'T1'" }, cost: { sum: amount } }, breaks: part = 0.5 and cost = 20`,
      one("R2"),
    ],
    [`none: item_code = 'T2'`, one("R1")],
    [`some: { that: item_code = 'T1', at_least: "2" }`, one("R1")],
  ] as const)
    expect(await problems(ofHerbs(find(more), lines, found))).toEqual([null]);
});

test.each([
  ["no equality key", `of: stay, at_least: "2"`, "same", "an equality key: columns under same"],
  [
    "a tolerance that hangs on the row",
    `of: stay, same: [insured_area], near: [{ on: begin_date, days: nights }], at_least: "2"`,
    "near 0 days",
    "a number or a parameter",
  ],
  [
    "a tolerance beyond bounds",
    `of: stay, same: [insured_area], near: [{ on: begin_date, days: "400" }], at_least: "2"`,
    "near 0 days",
    "a number that stays from 0 to 366",
  ],
  [
    "too many beginnings to try",
    `of: stay, same: [insured_area], near: [{ on: begin_date, days: "1" }, { on: end_date, days: "30" }], at_least: "2"`,
    "near",
    "lines after the first whose days",
  ],
  [
    "no line of time",
    `of: stay, same: [insured_area], near: [{ on: insured_area, days: "1" }], at_least: "2"`,
    "near 0 on",
    "a day or a moment",
  ],
  [
    "a host as narrow as the gathering",
    `of: stay, same: [insured_area], near: [{ on: begin_date, days: "1" }], at_least: "2", lift: { host: [insured_area], over: "60", others: "5", at_least: "2" }`,
    "lift host",
    "fewer keys than same",
  ],
  [
    "a measure called like a key",
    `of: stay, same: [insured_area], at_least: "2", measures: { insured_area: { distinct: person_id } }`,
    "measures insured_area",
    "a name that nothing else has here",
  ],
])("%s is refused with its place", async (_, keys, place, reason) => {
  const text = ruleOf({
    find: `  group: { ${keys} }`,
    needs: "stay.begin_date",
    explain: "{size}",
    given: "{}",
    expect: "{ kind: miss, found: 0 }",
  });
  const { problems: refused } = await checkRules([{ file: "XR-01.yaml", text }], relations);
  expect(refused).toMatchObject([{ key: `find group ${place}`, expected: expect.stringContaining(reason) }]);
  expect(refused[0]!.line).toBeGreaterThan(1);
});

test("the plan shows one reading of the records", async () => {
  const text = ruleOf(ofStays(group(`at_least: "3"`), [], "{ kind: miss, found: 0 }"));
  const { rules } = await checkRules([{ file: "XR-01.yaml", text }], relations);
  const plan = printPlan(planRules(rules, relations));
  expect(plan).toContain('with recursive "record" as materialized');
  expect(plan).toContain("using key (place)");
});
