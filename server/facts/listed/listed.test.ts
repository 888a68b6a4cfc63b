import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../facts.fixture.ts";

const facts = await FactsFixture.create(["claim_diseases", "claim_operation"]);
beforeEach(() => facts.clear());

const operation: SettlementRow = {
  pooling_area: "410100",
  encounter_id: "E1",
  operation_no: "1",
  operation_code: "47.0900",
  valid: "1",
};
const diagnoses = () =>
  facts.rows("select claim_id, diagnosis_no, diagnosis_code, category, age_days from claim_diagnosis order by all");
const diseases = () => facts.rows("select * from claim_diseases order by claim_id");

describe("diagnoses of a visit", () => {
  test("stand once beside its last settlement, their diseases beside all", async () => {
    await facts.load([
      { birth_date: "2021-02-01", settled_at: "2021-03-05 10:00:00" },
      { settlement_id: "S2", birth_date: "2021-02-01" },
      { settlement_id: "S3", settlement_type: "3", settled_at: "2021-06-01 10:00:00" },
    ]);
    await facts.put("diagnosis", [
      {},
      { diagnosis_no: "2", main: "0", diagnosis_code: "P59.900" },
      { diagnosis_no: "3", main: "0", diagnosis_code: "M03.100", valid: "0" },
      { diagnosis_no: "4", main: "1", diagnosis_type: "3", diagnosis_code: "A01.01.01" },
    ]);
    await facts.catchUp();
    expect(await diagnoses()).toEqual([
      { claim_id: "410100|S2", diagnosis_no: "1", diagnosis_code: "I25.100", category: "I25", age_days: 28 },
      { claim_id: "410100|S2", diagnosis_no: "2", diagnosis_code: "P59.900", category: "P59", age_days: 28 },
      { claim_id: "410100|S2", diagnosis_no: "4", diagnosis_code: "A01.01.01", category: null, age_days: 28 },
    ]);
    const told = { codes: ["A01.01.01", "I25.100", "P59.900"], categories: ["I25", "P59"], supplied: true, mains: 1 };
    expect(await diseases()).toEqual(["S1", "S2", "S3"].map((id) => ({ claim_id: `410100|${id}`, ...told })));
  });

  test("come from the other side only where the own side sent none", async () => {
    await facts.load([{ sender_settlement_id: "M1" }]);
    await facts.load([{ settlement_id: "X1", encounter_id: "Y1", sender_settlement_id: "M1" }], "care");
    const copied = { encounter_id: "Y1", pooling_area: "110000", diagnosis_code: "N40.x00" };
    await facts.put("diagnosis", [copied], "care");
    await facts.catchUp();
    expect(await diagnoses()).toMatchObject([{ claim_id: "410100|S1", category: "N40" }]);
    await facts.put("diagnosis", [{}]);
    await facts.catchUp();
    expect(await diagnoses()).toMatchObject([{ claim_id: "410100|S1", category: "I25" }]);
  });

  test("are not another person's under the same encounter id", async () => {
    await facts.load([{}]);
    await facts.put("diagnosis", [
      { person_no: "P9", diagnosis_code: "O80.000" },
      { diagnosis_no: "2", person_no: "P1" },
    ]);
    await facts.catchUp();
    expect(await diagnoses()).toMatchObject([{ diagnosis_no: "2", category: "I25" }]);
  });

  test("without a list only what the settlement itself says is known, and chronic codes are no ICD codes", async () => {
    await facts.load([{ care_type: "14", disease_code: "M03900" }]);
    await facts.catchUp();
    expect(await diseases()).toEqual([
      { claim_id: "410100|S1", codes: ["M03900"], categories: [], supplied: null, mains: null },
    ]);
  });
});

test("main diagnoses are counted within a phase, and not where nothing says which is one", async () => {
  await facts.load([{}, { settlement_id: "S2", encounter_id: "E2" }, { settlement_id: "S3", encounter_id: "E3" }]);
  await facts.put("diagnosis", [
    { phase: "1" },
    { phase: "2", diagnosis_no: "2", diagnosis_code: "I21.900" },
    { encounter_id: "E2", main: "0" },
    { encounter_id: "E3", main: null },
  ]);
  await facts.catchUp();
  expect(await facts.rows("select claim_id, mains from claim_diseases order by all")).toEqual([
    { claim_id: "410100|S1", mains: 1 },
    { claim_id: "410100|S2", mains: 0 },
    { claim_id: "410100|S3", mains: null },
  ]);
  await facts.put("diagnosis", [{ phase: "2", diagnosis_no: "3", diagnosis_code: "I10.x00" }]);
  await facts.catchUp();
  expect(await facts.rows("select mains from claim_diseases where claim_id = '410100|S1'")).toEqual([{ mains: 2 }]);
});

test("operations stand beside their claim, with what the claim says", async () => {
  await facts.load([{ sex: "2" }]);
  await facts.put("operation", [operation, { ...operation, operation_no: "2", main: "1", operation_code: "60.2900" }]);
  await facts.catchUp();
  expect(
    await facts.rows(
      "select operation_code, main, sex, care_group, category, subcategory from claim_operation order by all",
    ),
  ).toEqual([
    { operation_code: "47.0900", main: null, sex: "2", care_group: "inpatient", category: "47", subcategory: "47.0" },
    { operation_code: "60.2900", main: "1", sex: "2", care_group: "inpatient", category: "60", subcategory: "60.2" },
  ]);
});

/** Few ids, so that interim settlements, copies, reversals and lists of either side meet often. */
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const settlement = fc.record({
  settlement_id: pick("S1", "S2", "S3"),
  encounter_id: pick("E1", "E2"),
  reported_by: pick("insured", "insured", "care"),
  sender_settlement_id: pick(null, "M1", "M2"),
  person_no: pick("P1", "P2"),
  refunded: pick("0", "0", "0", "1"),
  disease_code: pick(null, "I10.x00"),
  settled_at: pick("2021-03-11 10:00:00", "2021-12-31 23:59:59"),
  valid: pick("1", "1", "1", "0"),
});
const record = {
  pooling_area: pick("410100", "410100", "110000"),
  encounter_id: pick("E1", "E2"),
  reported_by: pick("insured", "insured", "care"),
  person_no: pick(null, "P1"),
  valid: pick("1", "1", "0"),
};
const diagnosis = fc.record({
  ...record,
  diagnosis_no: pick("1", "2"),
  diagnosis_code: pick("C34.900", "I10.x00", "M03900"),
});
const operated = fc.record({ ...record, operation_no: pick("1", "2"), operation_code: pick("47.0900", "74.1x00") });
const batchOf = (table: string, row: fc.Arbitrary<SettlementRow>, key: string[]) =>
  fc.record({
    table: fc.constant(table),
    rows: fc.uniqueArray(row, { selector: (each) => key.map((name) => each[name]).join(), minLength: 1, maxLength: 4 }),
  });
const listKey = ["pooling_area", "encounter_id", "reported_by"];
const batch = fc.oneof(
  { weight: 3, arbitrary: batchOf("settlement", settlement, ["settlement_id", "reported_by"]) },
  { weight: 2, arbitrary: batchOf("diagnosis", diagnosis, [...listKey, "diagnosis_no"]) },
  { weight: 2, arbitrary: batchOf("operation", operated, [...listKey, "operation_no"]) },
);
const runs = Number(process.env.JIHENG_RUNS ?? 1);

test("a refresh leaves what a full build leaves, after any batches", { timeout: 60_000 + runs * 10_000 }, async () => {
  const tables = ["listed_diagnosis", "listed_operation", "claim_diseases"];
  const state = () => Promise.all(tables.map((table) => facts.rows(`from ${table} order by all`)));
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 4, maxLength: 7 }), async (batches) => {
      await facts.clear();
      for (const { table, rows } of batches) {
        await facts.put(table, rows);
        await facts.catchUp();
      }
      const incremental = await state();
      kept += incremental[0]!.length + incremental[1]!.length;
      await facts.rebuild();
      expect(incremental).toEqual(await state());
    }),
    { numRuns: runs, seed: 20261122 },
  );
  expect(kept).toBeGreaterThan(0);
});
