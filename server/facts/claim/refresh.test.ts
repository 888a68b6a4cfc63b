import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../claim.fixture.ts";
import { cubes } from "../cubes.ts";
import { catchUpClaims, rebuildClaims, refreshClaims } from "./claim-refresh.ts";

const facts = await FactsFixture.create();
beforeEach(() => facts.clear());

const tables = ["claim", "claim_note", ...cubes.map(({ name }) => name)];

/** Every stored row of the fact, in a fixed order. `leave` names columns that may depend on how rows were split in batches. */
async function state(leave: string[] = []) {
  const found: Record<string, unknown[]> = {};
  for (const table of tables) {
    const rows = await facts.rows(`from ${table} order by all`);
    found[table] = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !leave.includes(name))));
  }
  return found;
}

/** Few ids, so that reversals, copies, corrections and interim settlements meet often. */
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const settlement: fc.Arbitrary<SettlementRow> = fc.record({
  settlement_id: pick("S1", "S2", "S3", "S4", "S5"),
  encounter_id: pick("E1", "E2", "E3"),
  insured_area: pick("410100", "410100", "130100"),
  reported_by: pick("insured", "insured", "care", "unknown"),
  sender_settlement_id: pick(null, "M1", "M2", "M3"),
  institution_code: pick("H11010500001", "H31010100009"),
  care_area: pick("110000", "410300", null),
  deductible_level: pick("02", null),
  refunded: pick("0", "0", "1"),
  reversed_settlement_id: pick(null, null, null, "S1", "S2", "S6"),
  settlement_type: pick("2", "2", "1", "3"),
  care_type: pick("21", "11"),
  valid: pick("1", "1", "1", "0"),
  total_cost: pick("100.00", "250.50", "-100.00"),
  in_scope: pick("80.00", null),
  settled_at: pick("2021-03-11 10:00:00", "2021-12-31 23:59:59", "2022-01-01 00:00:00"),
});
const key = ({ insured_area, settlement_id, reported_by }: SettlementRow) =>
  [insured_area, settlement_id, reported_by].join();
const batch = fc.uniqueArray(settlement, { selector: key, minLength: 1, maxLength: 6 });
const institution = fc.record({
  institution_code: fc.constant("H31010100009"),
  area: pick("330100", null),
  hospital_level: pick("5", null),
});

describe("an incremental refresh", () => {
  test("equals a full build, after any batches", { timeout: 120_000 }, async () => {
    let seen = 0;
    const step = fc.oneof({ weight: 5, arbitrary: batch }, { weight: 1, arbitrary: institution });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
        await facts.clear();
        for (const each of steps) {
          await (Array.isArray(each) ? facts.load(each) : facts.loadInstitution(each));
          const { mode } = await catchUpClaims(facts.connection);
          if (mode === "incremental") seen++;
        }
        const incremental = await state();
        await rebuildClaims(facts.connection, facts.batch);
        expect(incremental).toEqual(await state());
      }),
      { numRuns: 10, seed: 20261122 },
    );
    expect(seen).toBeGreaterThan(10);
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
        await catchUpClaims(facts.connection);
        const together = await state(["batch_last"]);
        await facts.clear();
        for (const part of [mixed.slice(0, cut), mixed.slice(cut)]) {
          await facts.load(part);
          await catchUpClaims(facts.connection);
        }
        expect(await state(["batch_last"])).toEqual(together);
      }),
      { numRuns: 6, seed: 20261122 },
    );
  });
});

describe("what was missed", () => {
  test("is caught up: batches before the range", async () => {
    for (const serial of [1, 2, 3]) await facts.load([{ settlement_id: `S${serial}`, encounter_id: `E${serial}` }]);
    await rebuildClaims(facts.connection, 1);
    expect(await refreshClaims(facts.connection, { fromBatch: 3, toBatch: 3 })).toMatchObject({
      mode: "incremental",
      builtTo: 3,
    });
    expect(await facts.rows("from claim")).toHaveLength(3);
    expect(await catchUpClaims(facts.connection)).toMatchObject({ mode: "current" });
  });

  test("other regions build everything anew", async () => {
    await facts.load([{}]);
    await catchUpClaims(facts.connection);
    await facts.connection.run("update region set province = '310000' where code = '410100'");
    expect(await catchUpClaims(facts.connection)).toMatchObject({ mode: "full" });
    expect(await facts.rows("select insured_province from claim")).toEqual([{ insured_province: "310000" }]);
    await facts.connection.run("update region set province = '410000' where code = '410100'");
  });

  test("a failing refresh leaves fact and state as they were", async () => {
    await facts.load([{}]);
    await catchUpClaims(facts.connection);
    const before = await state();
    await facts.load([{ settlement_id: "S2", encounter_id: "E2" }]);
    await facts.connection.run("alter table claim_cube_care_city rename to hidden");
    await expect(catchUpClaims(facts.connection)).rejects.toThrow(/claim_cube_care_city/);
    await facts.connection.run("alter table hidden rename to claim_cube_care_city");
    expect(await state()).toEqual(before);
    expect(await catchUpClaims(facts.connection)).toMatchObject({ mode: "incremental" });
  });
});
