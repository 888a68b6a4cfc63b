import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { Reader } from "../store/reader.ts";
import { literal, sql } from "../store/sql.ts";
import { checkRules } from "./check-rules.ts";
import { planRules } from "./plan.ts";
import { createTables } from "./relation-tables.ts";
import { type Case, problems, relations, ruleOf } from "./shapes.fixture.ts";

const byPeriod = (more = "") =>
  `  accumulate: { of: known_line, where: 'known.item_code is not null', per: [person_id, item_code], measure: sum, value: quantity, on: day, within: { days: known.days }, lookup: [{ as: known, in: knowledge.item_period_frequency, same: [item_code] }], over: known.most${more} }`;
const charge = (item: string, day: string, quantity = 1, more = "") =>
  `{ person_id: p1, item_code: ${item}, day: ${day}, quantity: ${quantity}${more} }`;
const points = (...rows: string[]) => `knowledge.item_period_frequency: [${rows.join(", ")}]`;
const once = points("{ item_code: A, most: 1, days: 7 }", "{ item_code: B, most: 2, days: 30 }");
const ofCharges = (known: string, charges: readonly string[], expected: string, find = byPeriod()): Case => ({
  find,
  needs: "known_line.day",
  explain: "{item_code}{reached}{limit}{known.days}{first_day}{last_day}{records}",
  given: `{ ${known}, known_line: [${charges.join(", ")}] }`,
  expect: expected,
});

test("limit and span hang on the item: each has its own, exact to the day", async () => {
  const charges = [
    ...["2021-03-01", "2021-03-08", "2021-03-14"].map((day) => charge("A", day)),
    ...["2021-03-01", "2021-03-15", "2021-03-30"].map((day) => charge("B", day)),
  ];
  const expected = `{ kind: boundary, found: 2, values: [{ item_code: A, known.days: "7", first_day: 2021-03-08, last_day: 2021-03-14, reached: 2.0000 }, { item_code: B, known.days: "30", first_day: 2021-03-01, last_day: 2021-03-30, reached: 3.0000 }] }`;
  for (const rows of [charges, charges.toReversed()])
    expect(await problems(ofCharges(once, rows, expected))).toEqual([null]);
  // The thirtieth day after the first is no longer within thirty.
  const later = charges.with(-1, charge("B", "2021-03-31"));
  expect(await problems(ofCharges(once, later, "{ kind: boundary, found: 1, values: [{ item_code: A }] }"))).toEqual([
    null,
  ]);
});

test("episodes of spans of one length do not overlap, whatever other items have", async () => {
  const days = ["2021-03-01", "2021-03-05", "2021-03-09", "2021-04-01", "2021-04-02"];
  const expected = `{ kind: hit, found: 2, values: [{ first_day: 2021-03-01, last_day: 2021-03-09, records: "3" }, { first_day: 2021-04-01, records: "2" }] }`;
  expect(
    await problems(
      ofCharges(
        once,
        days.map((day) => charge("A", day)),
        expected,
      ),
    ),
  ).toEqual([null]);
});

test("what was taken back counts less; a point that states no span judges nobody", async () => {
  const charges = [charge("A", "2021-03-01", 2), charge("A", "2021-03-02", -1), charge("C", "2021-03-01", 9)];
  const known = points("{ item_code: A, most: 1, days: 7 }", "{ item_code: C, most: 1 }");
  expect(await problems(ofCharges(known, charges, "{ kind: miss, found: 0 }"))).toEqual([null]);
});

test("lookups by other columns serve the condition, not the limit", async () => {
  const find = byPeriod().replace(
    "same: [item_code] }]",
    "same: [item_code] }, { as: sick, in: claim_diseases, same: [claim_id] }]",
  );
  const told = find.replace("is not null'", "is not null and list_contains(sick.categories, ''I10'')'");
  const given = `${once}, claim_diseases: [{ claim_id: c1, categories: [I10] }]`;
  const charges = [1, 2].map((day) => charge("A", `2021-03-0${day}`, 1, ", claim_id: c1"));
  const others = charges.map((each) => each.replace("c1", "c2").replace("p1", "p2"));
  expect(await problems(ofCharges(given, [...charges, ...others], "{ kind: hit, found: 1 }", told))).toEqual([null]);
  const limited = find.replace("over: known.most", "over: len(sick.categories)");
  const { problems: refused } = await checkRules(
    [{ file: "XR-01.yaml", text: ruleOf(ofCharges(given, charges, "{ kind: miss, found: 0 }", limited)) }],
    relations,
  );
  expect(refused[0]).toMatchObject({ key: "find accumulate over" });
});

const rowsOf = (name: string): string => relations.get(name)!.rows.text;

interface Named {
  person_id: string | null;
  institution_code: string | null;
  lines: string[];
}

/** The findings of one rule over lines of one visit, written `item day quantity`. */
async function named(find: string, charges: readonly string[], explain = "{reached}{limit}"): Promise<Named[]> {
  const each = { find, needs: "known_line.day", explain, given: "{}", expect: "{ kind: miss, found: 0 }" };
  const { rules, problems: refused } = await checkRules([{ file: "XR-01.yaml", text: ruleOf(each) }], relations);
  expect(refused).toEqual([]);
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await createTables(connection, relations);
    const rows = charges.map((text, i) => {
      const [item_code, day, quantity = "1"] = text.split(" ");
      const person = "00000000-0000-0000-0000-00000000000a";
      return `(${[item_code, day, quantity].map((value) => literal(value!).text).join(", ")}, 'l${i + 1}', 'v', '${person}', 'H1', 'certified')`;
    });
    await connection.run(
      `insert into ${rowsOf("known_line")} (item_code, day, quantity, line_no, visit_id, person_id, institution_code, person_state) values ${rows.join(", ")}`,
    );
    await connection.run(
      `insert into ${rowsOf("knowledge.item_period_frequency")} (item_code, most, days) values ('A', 1, 7), ('B', 2, 30)`,
    );
    const { steps } = planRules(rules, relations);
    const found = await new Reader(connection).rows<Named>(
      sql`select person_id, institution_code, lines from (${steps[0]!.findings}) order by lines`,
    );
    return found.map((each) => ({ ...each, lines: each.lines.map((key) => key.slice(key.lastIndexOf("|") + 1)) }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test.each([
  ["the later one of two", ["A 2021-03-01", "A 2021-03-03"], ["l2"]],
  ["none that is half within the limit", ["B 2021-03-01 5"], []],
  [
    "as many as are too much, from the latest back",
    ["B 2021-03-01", "B 2021-03-02", "B 2021-03-03", "B 2021-03-04"],
    ["l3", "l4"],
  ],
  ["none for what was taken back", ["B 2021-03-01 2", "B 2021-03-02", "B 2021-03-03", "B 2021-03-04 -1"], ["l3"]],
  ["those of each stretch by itself", ["A 2021-03-01", "A 2021-03-05", "A 2021-03-09"], ["l2"]],
])("of lines beyond the limit are named: %s", async (_, charges, lines) => {
  expect(await named(byPeriod(), charges)).toMatchObject([{ lines }]);
});

test("of different days beyond the limit all lines are named", async () => {
  const find = byPeriod().replace("measure: sum, value: quantity", "measure: distinct, value: day");
  const charges = ["B 2021-03-01", "B 2021-03-01", "B 2021-03-02", "B 2021-03-03", "B 2021-03-03"];
  expect(await named(find, charges)).toMatchObject([{ lines: ["l4", "l5"] }]);
});

test("a visit's finding says whose and where", async () => {
  const find = byPeriod()
    .replace("per: [person_id, item_code]", "per: [visit_id, item_code]")
    .replace("{ days: known.days }", "{ calendar: encounter }");
  const found = await named(find, ["B 2021-03-01 2", "B 2021-04-09"]);
  expect(found).toMatchObject([{ institution_code: "H1", lines: ["l2"] }]);
  expect(found[0]!.person_id).toContain("0000000a");
});
