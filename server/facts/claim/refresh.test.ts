import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../facts.fixture.ts";

const facts = await FactsFixture.create(["claim"]);
beforeEach(() => facts.clear());

const tables = ["claim", "claim_filing", "claim_note"];
/** More than the suite has time for, where somebody asks. */
const runs = Number(process.env.JIHENG_RUNS ?? 4);

/** Every stored row of the fact, in a fixed order. `leave` names columns that may depend on how rows were split in batches. */
async function state(leave: string[] = []) {
  const found: Record<string, unknown[]> = {};
  for (const table of tables) {
    const rows = await facts.rows(`from ${table} order by all`);
    found[table] = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !leave.includes(name))));
  }
  return found;
}

/** Few ids, so that reversals, copies, corrections, interim settlements and filings meet often. */
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const settlement: fc.Arbitrary<SettlementRow> = fc.record({
  settlement_id: pick("S1", "S2", "S3", "S4", "S5"),
  encounter_id: pick("E1", "E2", "E3"),
  insured_area: pick("410100", "410100", "130100"),
  reported_by: pick("insured", "insured", "care", "unknown"),
  sender_settlement_id: pick(null, null, "M1", "M2", "M3"),
  institution_code: pick("H11010500001", "H31010100009"),
  care_area: pick("110000", "410300", null),
  deductible_level: pick("02", null),
  person_no: pick("P1", "P2"),
  certificate_no: pick(null, "00000000-0000-0000-0000-00000000000a"),
  refunded: pick("0", "0", "1"),
  reversed_settlement_id: pick(null, null, null, "S1", "S2", "S6"),
  settlement_type: pick("2", "2", "1", "3"),
  care_type: pick("21", "11"),
  valid: pick("1", "1", "1", "0"),
  total_cost: pick("100.00", "100.00", "-100.00"),
  in_scope: pick("80.00", null),
  settled_at: pick("2021-03-11 10:00:00", "2021-12-31 23:59:59", "2022-01-01 00:00:00"),
});
const filing: fc.Arbitrary<SettlementRow> = fc.record({
  filing_id: pick("F1", "F2"),
  insured_area: pick("410100", "130100"),
  person_no: pick("P1", "P2"),
  certificate_no: pick(null, "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"),
  area: pick("110000", "410000", null),
  category: pick("02", "06"),
  begin_date: pick("2021-03-01", "2021-03-20"),
  end_date: pick(null, "2021-03-05"),
  created_at: pick("2021-02-01 00:00:00", "2021-06-01 00:00:00"),
  updated_at: pick(null, "2021-03-05 00:00:00", "2021-12-31 00:00:00"),
  valid: pick("1", "1", "0"),
});
const institution = fc.record({
  institution_code: fc.constant("H31010100009"),
  area: pick("330100", null),
  hospital_level: pick("5", null),
});
const diagnosis = fc.record({ encounter_id: pick("E1", "E2"), diagnosis_code: pick("C34.900", "I10.x00") });
const line = fc.record({ encounter_id: pick("E1", "E2"), item_code: pick("XL01", "XA01") });
const service = fc.record({
  institution_code: fc.constant("H11010500001"),
  service: fc.constant("special_drug"),
  item_code: pick("XL01", "XA01"),
  open_from: fc.constant("2021-01-01"),
});

const link = fc.record({
  certificate_type: fc.constant("01"),
  certificate_no: fc.constant("00000000-0000-0000-0000-00000000000a"),
  linked_certificate_type: fc.constant("01"),
  linked_certificate_no: pick("00000000-0000-0000-0000-00000000000b", "00000000-0000-0000-0000-00000000000c"),
  valid: pick("1", "0"),
});

const key = ({ insured_area, settlement_id, reported_by }: SettlementRow) =>
  [insured_area, settlement_id, reported_by].join();
const batch = fc.uniqueArray(settlement, { selector: key, minLength: 1, maxLength: 6 });
type Step = [table: string, rows: SettlementRow[]];
const one = (table: string, row: fc.Arbitrary<SettlementRow>): fc.Arbitrary<Step> =>
  row.map((value): Step => [table, [value]]);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: batch.map((rows): Step => ["settlement", rows]) },
  { weight: 4, arbitrary: one("filing", filing) },
  { weight: 1, arbitrary: one("institution", institution) },
  { weight: 1, arbitrary: one("diagnosis", diagnosis) },
  { weight: 1, arbitrary: one("fee_line", line) },
  { weight: 1, arbitrary: one("network_service", service) },
  { weight: 2, arbitrary: one("person_link", link) },
);

describe("an incremental refresh", () => {
  test("equals a full build, after corrections, reversals, late and cancelled filings in any order", {
    timeout: 60_000 + runs * 10_000,
  }, async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
        await facts.clear();
        for (const [table, rows] of steps) {
          await facts.put(table, rows);
          seen += (await facts.catchUp()).refreshed.length;
        }
        const incremental = await state();
        await facts.rebuild();
        expect(incremental).toEqual(await state());
      }),
      { numRuns: runs, seed: 20261122 },
    );
    expect(seen).toBeGreaterThan(3);
  });

  test("does not depend on the order and split of the rows", { timeout: 120_000 }, async () => {
    const rows = fc.uniqueArray(settlement, { selector: key, minLength: 2, maxLength: 8 });
    const shuffled = rows.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        fc.nat(all.length),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([all, mixed, cut]) => {
        await facts.clear();
        await facts.load(all);
        await facts.catchUp();
        const together = await state(["batch_last"]);
        await facts.clear();
        for (const part of [mixed.slice(0, cut), mixed.slice(cut)]) {
          await facts.load(part);
          await facts.catchUp();
        }
        expect(await state(["batch_last"])).toEqual(together);
      }),
      { numRuns: 2, seed: 20261122 },
    );
  });
});

describe("what was missed", () => {
  test("is caught up in one go", async () => {
    await facts.load([{}]);
    await facts.catchUp();
    for (const serial of [2, 3]) await facts.load([{ settlement_id: `S${serial}`, encounter_id: `E${serial}` }]);
    expect(await facts.catchUp()).toEqual({ rebuilt: [], refreshed: ["person_resolution", "claim"], builtTo: 3 });
    expect(await facts.rows("from claim")).toHaveLength(3);
    expect(await facts.catchUp()).toEqual({ rebuilt: [], refreshed: [], builtTo: 3 });
  });

  test("other regions build everything anew", async () => {
    await facts.load([{}]);
    await facts.catchUp();
    await facts.connection.run("update region set province = '310000' where code = '410100'");
    expect((await facts.catchUp()).rebuilt).toEqual(["claim"]);
    expect(await facts.rows("select insured_province from claim")).toEqual([{ insured_province: "310000" }]);
    await facts.connection.run("update region set province = '410000' where code = '410100'");
  });

  test("a failing refresh leaves fact and state as they were", async () => {
    await facts.load([{}]);
    await facts.catchUp();
    const before = await state();
    await facts.load([{ settlement_id: "S2", encounter_id: "E2" }]);
    await facts.connection.run("alter table claim_note rename to hidden");
    await expect(facts.catchUp()).rejects.toThrow(/claim_note/);
    await facts.connection.run("alter table hidden rename to claim_note");
    expect(await state()).toEqual(before);
    expect((await facts.catchUp()).refreshed).toEqual(["person_resolution", "claim"]);
  });
});
