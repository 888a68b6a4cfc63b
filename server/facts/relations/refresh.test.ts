import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../claim.fixture.ts";

const facts = await FactsFixture.create(["event", "person_year", "institution_month"]);
beforeEach(() => facts.clear());

const relations = ["stay", "event", "line_owner", "line_link", "line", "person_year", "institution_month"];

async function state(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const relation of relations) found[relation] = await facts.rows(`from ${relation} order by all`);
  return found;
}

/** Few ids, so that reversals, copies, corrections, transfers and interim settlements meet often. */
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const numbers = {
  insured_area: pick("410100", "410100", "410100", "130100"),
  institution_code: pick("H11010500001", "H11010500001", "H31010100009"),
  encounter_id: pick("E1", "E2", "E3"),
};
const side = pick("insured", "insured", "care", "unknown");
const settlement = fc.record({
  ...numbers,
  settlement_id: pick("S1", "S2", "S3"),
  reported_by: side,
  sender_settlement_id: pick(null, "M1", "M2"),
  person_no: pick("P1", "P2"),
  care_area: pick("110000", "410300", null),
  begin_date: pick("2021-03-01", "2021-03-05", "2021-03-11"),
  end_date: pick("2021-03-11", "2021-03-20"),
  refunded: pick("0", "0", "0", "1"),
  reversed_settlement_id: pick(null, null, null, null, "S1", "S2"),
  settlement_type: pick("2", "2", "2", "1", "3"),
  care_type: pick("21", "21", "11"),
  counts_admission: pick("1", "1", "0"),
  benefit_year: pick("2021", null),
  valid: pick("1", "1", "1", "0"),
  total_cost: pick("100.00", "250.50", "-100.00"),
  settled_at: pick("2021-03-11 10:00:00", "2021-12-31 23:59:59", "2022-01-01 00:00:00"),
});
const feeLine = fc.record({
  ...numbers,
  settlement_id: pick("S1", "S2", "S3", null, null),
  line_no: pick("1", "2", "3"),
  reported_by: side,
  charge_class: pick("09", "03", null),
  amount: pick("10.00", "20.55", "-10.00"),
  charged_at: pick("2021-03-05 08:00:00", null),
  valid: pick("1", "1", "1", "0"),
});
const encounter = fc.record({
  ...numbers,
  reported_by: side,
  begin_at: pick("2021-03-01 09:30:00", null),
  admission_bed: pick("12", null),
  referred_from_encounter: pick(null, "E1"),
});
const accumulator = fc.record({
  insured_area: numbers.insured_area,
  person_no: pick("P1", "P2"),
  scheme: fc.constant("310"),
  benefit_year: pick("2021", "2022"),
  as_of: pick("2021-06-30", "2021-12-31"),
  basic_fund: pick("500.00", null),
});

/** Batches of one table each; records of one key only once, as the intake would have it. */
function batchOf(table: string, row: fc.Arbitrary<SettlementRow>, key: string[], maxLength: number) {
  return fc.record({
    table: fc.constant(table),
    rows: fc.uniqueArray(row, { selector: (each) => key.map((name) => each[name]).join(), minLength: 1, maxLength }),
  });
}
const encounterKey = ["insured_area", "institution_code", "encounter_id", "reported_by"];
const batch = fc.oneof(
  { weight: 5, arbitrary: batchOf("settlement", settlement, ["insured_area", "settlement_id", "reported_by"], 5) },
  { weight: 4, arbitrary: batchOf("fee_line", feeLine, [...encounterKey, "line_no"], 6) },
  { weight: 1, arbitrary: batchOf("encounter", encounter, encounterKey, 3) },
  {
    weight: 1,
    arbitrary: batchOf("accumulator", accumulator, ["insured_area", "person_no", "benefit_year", "as_of"], 2),
  },
);

test("a refresh equals a full build, after any batches", { timeout: 120_000 }, async () => {
  let refreshed = 0;
  let itemised = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 4, maxLength: 8 }), fc.nat(3), async (batches, together) => {
      await facts.clear();
      for (const [at, { table, rows }] of batches.entries()) {
        await facts.put(table, rows);
        if (at % 4 >= together) refreshed += (await facts.catchUp()).refreshed.length;
      }
      await facts.catchUp();
      const incremental = await state();
      itemised += incremental.line!.length;
      await facts.rebuild();
      expect(incremental).toEqual(await state());
    }),
    { numRuns: Number(process.env.RUNS ?? 5), seed: Number(process.env.SEED ?? 20261122) },
  );
  expect(refreshed).toBeGreaterThan(40);
  expect(itemised).toBeGreaterThan(5);
});
