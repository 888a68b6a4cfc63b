import fc from "fast-check";
import { expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../claim.fixture.ts";
import { cubes } from "./cubes.ts";

const facts = await FactsFixture.create(["cubes"]);
const tables = [...cubes.map(({ name }) => name), "claim_extent", "claim_month"];

async function state() {
  const rows = await Promise.all(tables.map((table) => facts.rows(`from ${table} order by all`)));
  return Object.fromEntries(tables.map((table, i) => [table, rows[i]]));
}

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
/** Few keys, so that corrections move claims between months, places and kinds. */
const settlement: fc.Arbitrary<SettlementRow> = fc.record({
  settlement_id: pick("S1", "S2", "S3", "S4"),
  encounter_id: pick("E1", "E2"),
  insured_area: pick("410100", "130100"),
  care_area: pick("110000", "410300"),
  settlement_type: pick("2", "2", "1", "3"),
  care_type: pick("21", "11"),
  valid: pick("1", "1", "0"),
  total_cost: pick("100.00", "250.50"),
  in_scope: pick("80.00", null),
  settled_at: pick("2021-03-11 10:00:00", "2021-04-01 00:00:00"),
});
const key = ({ insured_area, settlement_id }: SettlementRow) => [insured_area, settlement_id].join();
const batch = fc.uniqueArray(settlement, { selector: key, minLength: 1, maxLength: 5 });

test("cubes kept by month equal those built anew, after any batches", { timeout: 60_000 }, async () => {
  let refreshed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 4 }), async (batches) => {
      await facts.clear();
      for (const each of batches) {
        await facts.load(each);
        if ((await facts.catchUp()).refreshed.includes("cubes")) refreshed++;
      }
      const kept = await state();
      await facts.rebuild();
      expect(kept).toEqual(await state());
    }),
    { numRuns: 5, seed: 20261122 },
  );
  expect(refreshed).toBeGreaterThan(4);
});

test("every cube adds up to the claims", async () => {
  await facts.clear();
  await facts.load([
    { settlement_id: "S1", encounter_id: "E1", total_cost: "100.00" },
    { settlement_id: "S2", encounter_id: "E2", total_cost: "250.50", settlement_type: "3", fund_total: "7.00" },
    { settlement_id: "S3", encounter_id: "E3", total_cost: "30.25", care_type: "11", in_scope: null },
  ]);
  await facts.catchUp();
  for (const { name } of cubes) {
    const sums = `sum(visits)::int as visits, sum(stays)::int as stays, sum(days)::int as days, sum(settlements)::int as settlements,
      sum(total_cost)::varchar as cost, sum(in_scope_cost)::varchar as in_scope_cost, sum(fund_total)::varchar as fund`;
    expect(await facts.rows(`select ${sums} from ${name}`), name).toEqual([
      { visits: 2, stays: 1, days: 10, settlements: 3, cost: "130.25", in_scope_cost: "100.00", fund: "28207.00" },
    ]);
  }
});
