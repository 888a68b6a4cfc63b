import { beforeEach, expect, test } from "vitest";
import { FactsFixture } from "../facts.fixture.ts";
import { loadNotes } from "../note.ts";

const facts = await FactsFixture.create(["person_resolution"]);
beforeEach(() => facts.clear());

async function noted(id: string) {
  await facts.catchUp();
  const note = (await loadNotes()).find((one) => one.id === id);
  return facts.rows(`from (${note!.rows.text}) order by all`);
}

test("faulty numbers, once a person and pair of provinces, with the tables that hold them", async () => {
  const masked = { certificate_fault: "masked" };
  await facts.load([
    { ...masked },
    { ...masked, settlement_id: "S2" },
    { ...masked, settlement_id: "S3", person_no: "P2", insured_area: "430100" },
    { ...masked, settlement_id: "S4", person_no: "P3", valid: "0" },
    { settlement_id: "S5", person_no: "P4", certificate_fault: "date" },
    { settlement_id: "S6", person_no: "P5", certificate_fault: "checksum" },
    { settlement_id: "S7", person_no: "P6" },
  ]);
  await facts.put("filing", [masked, { ...masked, filing_id: "F2", person_no: null }]);
  const pair = { insured_province: "410000", care_province: "110000" };
  expect(await noted("certificate_masked")).toEqual([
    { ...pair, record: "410100 P1", detail: "settlement" },
    { ...pair, care_province: null, record: "410100", detail: "filing" },
    { ...pair, care_province: null, record: "410100 P1", detail: "filing" },
    { ...pair, insured_province: "430000", record: "430100 P2", detail: "settlement" },
  ]);
  expect((await noted("certificate_checksum")).map(({ record }) => record)).toEqual(["410100 P4", "410100 P5"]);
  expect(await noted("certificate_length")).toEqual([]);
});

test("certificates that several share, and numbers with several", async () => {
  const certificate = (n: number) => `0000000${n}-0000-0000-0000-000000000000`;
  await facts.load([
    { certificate_no: certificate(1), sex: "1" },
    { settlement_id: "S2", certificate_no: certificate(1), sex: "2", insured_area: "430100" },
    { settlement_id: "S3", certificate_no: certificate(2) },
  ]);
  const rows = (insured_province: string, record: string, detail: string) => ({
    insured_province,
    care_province: null,
    record,
    detail,
  });
  expect(await noted("certificate_shared")).toEqual([
    rows("410000", "00000001-0000", "sex"),
    rows("430000", "00000001-0000", "sex"),
  ]);
  expect(await noted("two_certificates")).toEqual([rows("410000", "410100 P1", "2 → 2")]);
});
