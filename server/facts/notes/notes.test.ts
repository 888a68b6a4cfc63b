import { beforeEach, expect, test } from "vitest";
import { FactsFixture } from "../facts.fixture.ts";
import { loadNotes } from "../note.ts";

const facts = await FactsFixture.create(["claim"]);
beforeEach(() => facts.clear());

/** Every record that a note of these counts, as [note, record, detail]. */
async function noted(...ids: string[]) {
  await facts.catchUp();
  const found = [];
  for (const { id, rows } of (await loadNotes()).filter(({ id }) => ids.includes(id))) {
    const records = await facts.rows(`select record, detail from (${rows.text}) order by all`);
    found.push(...records.map(({ record, detail }) => [id, record, detail]));
  }
  return found;
}

test("sides that disagree, and copies that cannot be told apart", async () => {
  const care = { reported_by: "care", settlement_id: "C1", encounter_id: "CE1", sender_settlement_id: "M1" };
  await facts.load([{ sender_settlement_id: "M1" }, { ...care, fund_total: "1.00" }]);
  expect(await noted("copies_disagree", "copies_ambiguous")).toEqual([["copies_disagree", "410100 S1", "C1 @ 110000"]]);
  await facts.load([{ ...care, settlement_id: "C2" }]);
  expect((await noted("copies_disagree", "copies_ambiguous")).map(([id]) => id)).toEqual([
    "copies_ambiguous",
    "copies_ambiguous",
    "copies_ambiguous",
  ]);
});

test("reversals of nothing and of reversals", async () => {
  const reversal = { settlement_id: "R1", encounter_id: "E2", reversed_settlement_id: "S1", refunded: "1" };
  await facts.load([reversal, { ...reversal, settlement_id: "R2", reversed_settlement_id: "R1" }]);
  expect(await noted("orphan_reversal", "reversal_of_reversal")).toEqual([
    ["orphan_reversal", "410100 R1", "S1"],
    ["reversal_of_reversal", "410100 R2", "R1"],
  ]);
});

test("a settlement a year after discharge", async () => {
  await facts.load([
    { settled_at: "2022-03-11 10:00:00" },
    { settlement_id: "S2", encounter_id: "E2", settled_at: "2022-03-12 10:00:00" },
  ]);
  expect(await noted("settled_late")).toEqual([["settled_late", "410100 S2", "366"]]);
});

test("filings that end before they begin, and several for one day", async () => {
  await facts.put("filing", [
    { filing_id: "F1", begin_date: "2021-02-01", end_date: "2021-01-01" },
    { filing_id: "F2", begin_date: "2021-02-01", end_date: "2021-03-01" },
    { filing_id: "F3", begin_date: "2021-03-01", end_date: null },
    { filing_id: "F4", begin_date: "2021-03-01", person_no: "P2" },
    { filing_id: "F5", begin_date: "2021-03-01", valid: "0" },
  ]);
  expect(await noted("filing_reversed_dates", "filings_same_day")).toEqual([
    ["filing_reversed_dates", "410100 F1", "2021-02-01 → 2021-01-01"],
    ["filings_same_day", "410100 F3", "2021-03-01 → "],
  ]);
});

test("an institution that changed its tier", async () => {
  await facts.put("institution", [
    { institution_code: "H11010500001", area: "110000", hospital_level: "05" },
    { institution_code: "H11010500002", area: "110000", hospital_level: "05" },
  ]);
  expect(await noted("institution_changed_tier")).toEqual([]);
  await facts.loadInstitution({ institution_code: "H11010500001", area: "110000", hospital_level: "02" });
  expect(await noted("institution_changed_tier")).toEqual([["institution_changed_tier", "H11010500001", "02 → 05"]]);
});

test("a code of an abolished county rolls up, a code of nowhere does not", async () => {
  await facts.load([
    { care_area: "110103" },
    { settlement_id: "S2", encounter_id: "E2", care_area: "990000" },
    { settlement_id: "S3", encounter_id: "E3", care_area: "110105" },
  ]);
  expect(await noted("region_abolished", "region_unmapped")).toEqual([
    ["region_abolished", "110103", "1"],
    ["region_unmapped", "990000", "1"],
  ]);
  expect(await facts.rows("select care_city from claim order by claim_id")).toEqual([
    { care_city: "110000" },
    { care_city: "990000" },
    { care_city: "110000" },
  ]);
});
