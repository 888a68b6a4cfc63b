import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { execute } from "../../store/database.ts";
import { catchUpFacts, type Fact } from "../fact.ts";
import { FactsFixture, type SettlementRow } from "../facts.fixture.ts";
import resolution from "../relations/person_resolution.ts";

const facts = await FactsFixture.create(["person_resolution"]);
beforeEach(() => facts.clear());

/** The certificate number n. */
const certificate = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`;
let serial = 0;
const bill = (n: number, row: SettlementRow = {}): SettlementRow => ({
  settlement_id: `S${++serial}`,
  certificate_no: certificate(n),
  person_no: `P${n}`,
  ...row,
});
const link = (one: number, other: number, valid = "1"): SettlementRow => ({
  certificate_type: "01",
  certificate_no: certificate(one),
  linked_certificate_type: "01",
  linked_certificate_no: certificate(other),
  valid,
});

/** The exceptions as [certificate, person, state, reason], certificates by their numbers. */
async function exceptions() {
  await facts.catchUp();
  const rows = await facts.rows("select * from person_exception order by certificate");
  return rows.map((row) => [
    Number(`${row.certificate}`.slice(-12)),
    Number(`${row.person_id}`.slice(-12)),
    row.state,
    row.reason,
  ]);
}

async function notes() {
  await facts.catchUp();
  return facts.rows("select note, insured_area, person_no, detail from person_note order by all");
}

describe("a certificate is a person", () => {
  test("whatever areas and numbers, within reason", async () => {
    await facts.load([
      bill(1, { sex: "1", birth_date: "1950-01-01" }),
      bill(1, { sex: "9", birth_date: null }),
      bill(1, { sex: "0", insured_area: "130100", person_no: "Q1" }),
      bill(1, { person_no: "P1b" }),
      bill(1, { person_no: "P1c" }),
    ]);
    expect(await exceptions()).toEqual([]);
  });

  test.each<[string, SettlementRow[]]>([
    ["sex", [bill(1, { sex: "1" }), bill(1, { sex: "2", reported_by: "care" })]],
    ["birth_date", [bill(1, { birth_date: "1950-01-01" }), bill(1, { birth_date: "1950-01-02" })]],
    ["person_numbers", ["a", "b", "c", "d"].map((no) => bill(1, { person_no: no }))],
    ["sex, person_numbers", ["a", "b", "c", "d"].map((no, i) => bill(1, { person_no: no, sex: i > 2 ? "1" : "2" }))],
  ])("but not with contradicting %s", async (reason, rows) => {
    await facts.load(rows);
    expect(await exceptions()).toEqual([[1, 1, "quarantined", reason]]);
  });

  test("contradicted by any table that says who holds it, until that is withdrawn", async () => {
    await facts.load([bill(1, { sex: "1" })]);
    await facts.put("filing", [{ certificate_no: certificate(1), sex: "2" }]);
    expect(await exceptions()).toEqual([[1, 1, "quarantined", "sex"]]);
    expect(await notes()).toEqual([
      { note: "certificate_shared", insured_area: "410100", person_no: null, detail: "sex" },
    ]);
    await facts.put("filing", [{ certificate_no: certificate(1), sex: "2", valid: "0" }]);
    expect(await exceptions()).toEqual([]);
    expect(await notes()).toEqual([]);
  });

  test("four numbers in two areas are nothing unusual", async () => {
    await facts.load(
      ["a", "b", "c", "d"].map((no, i) => bill(1, { person_no: no, insured_area: i > 1 ? "410100" : "130100" })),
    );
    expect(await exceptions()).toEqual([]);
  });
});

describe("statements join certificates", () => {
  test("in chains and rings, whatever their direction, to the least of them", async () => {
    await facts.put("person_link", [link(5, 4), link(3, 4), link(3, 2), link(2, 5), link(8, 9), link(7, 7)]);
    expect(await exceptions()).toEqual([
      [3, 2, "linked", null],
      [4, 2, "linked", null],
      [5, 2, "linked", null],
      [9, 8, "linked", null],
    ]);
  });

  test("over a long chain", async () => {
    await facts.put(
      "person_link",
      Array.from({ length: 60 }, (_, i) => link(i + 2, i + 1)),
    );
    const found = await exceptions();
    expect(found).toHaveLength(60);
    expect(new Set(found.map(([, person]) => person))).toEqual(new Set([1]));
  });

  test("until they are withdrawn", async () => {
    await facts.put("person_link", [link(1, 2), link(2, 3)]);
    expect(await exceptions()).toHaveLength(2);
    await facts.put("person_link", [link(1, 2, "0")]);
    expect(await exceptions()).toEqual([[3, 2, "linked", null]]);
  });

  test("and a contradiction between them is one of the whole person", async () => {
    await facts.load([bill(1, { sex: "1" }), bill(2, { sex: "2" }), bill(4, { sex: "1" })]);
    await facts.put("person_link", [link(1, 2), link(2, 3)]);
    expect(await exceptions()).toEqual([1, 2, 3].map((n) => [n, 1, "quarantined", "sex"]));
    await facts.load([{ ...bill(2, { sex: "2" }), settlement_id: "S-other", valid: "0" }]);
    expect(await exceptions()).toHaveLength(3);
  });

  test("two certificates of one number are noted, linked or not", async () => {
    await facts.load([bill(1, { person_no: "P" }), bill(2, { person_no: "P" }), bill(2, { person_no: "Q" })]);
    const noted = { note: "two_certificates", insured_area: "410100", person_no: "P" };
    expect(await notes()).toEqual([{ ...noted, detail: "2 → 2" }]);
    await facts.put("person_link", [link(1, 2)]);
    expect(await notes()).toEqual([{ ...noted, detail: "2 → 1" }]);
  });
});

/** A fact that keeps a copy of the exceptions by nothing but what it is told. */
const copy: Fact = {
  name: "copy",
  after: ["person_resolution"],
  reads: [],
  wording: () => "",
  rebuild: (connection) => execute(connection, "create or replace table copy as from person_exception"),
  async refresh(connection) {
    await execute(connection, "delete from copy where certificate in (select certificate from changed_person)");
    await execute(connection, "insert into copy from person_exception semi join changed_person using (certificate)");
  },
};

test("incremental equals full, and what changed is told", { timeout: 60_000 }, async () => {
  const pick = <T>(...values: T[]) => fc.constantFrom(...values);
  const row = fc.record({
    settlement_id: pick("A", "B", "C", "D", "E", "F"),
    certificate_no: pick(null, ...[1, 2, 3, 4].map(certificate)),
    insured_area: pick("410100", "410100", "130100"),
    person_no: pick("p", "q", "r", "s", "t"),
    sex: pick("1", "1", "2", "9"),
    birth_date: pick(null, "1950-01-01", "1950-01-01", "1951-01-01"),
    valid: pick("1", "1", "1", "0"),
  });
  const statement = fc.record({ one: pick(1, 2, 3), other: pick(2, 3, 4, 5), valid: pick("1", "1", "0") });
  type Step = [table: string, rows: SettlementRow[]];
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.array(row, { minLength: 1, maxLength: 4 }).map((rows): Step => ["settlement", rows]),
    fc
      .array(statement, { minLength: 1, maxLength: 3 })
      .map((all): Step => ["person_link", all.map(({ one, other, valid }) => link(one, other, valid))]),
  );
  const state = async (...names: string[]) => Promise.all(names.map((name) => facts.rows(`from ${name} order by all`)));
  const tables = ["person_exception", "person_note", "person_component"];
  const catchUp = () => catchUpFacts(facts.connection, [resolution, copy]);
  const seen = { quarantined: 0, linked: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
      await facts.clear();
      await facts.connection.run("delete from fact_state where fact = 'copy'");
      await catchUp();
      for (const [table, rows] of steps) {
        await facts.put(table, rows);
        expect((await catchUp()).rebuilt).toEqual(facts.batch === 1 ? ["person_resolution", "copy"] : []);
      }
      const incremental = await state(...tables);
      expect(await state("copy")).toEqual([incremental[0]]);
      await facts.rebuild();
      expect(await state(...tables)).toEqual(incremental);
      for (const row of incremental[0]!) seen[row.state as keyof typeof seen]++;
    }),
    { numRuns: Number(process.env.JIHENG_RUNS ?? 12), seed: 20261122 },
  );
  expect(Math.min(seen.quarantined, seen.linked)).toBeGreaterThan(5);
});
