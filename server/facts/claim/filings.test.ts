import { beforeEach, describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../claim.fixture.ts";

const facts = await FactsFixture.create(["claim"]);
beforeEach(() => facts.clear());

const certificate = "00000000-0000-0000-0000-00000000000a";

async function claimOf(settlement: SettlementRow, filings: SettlementRow[]) {
  await facts.load([settlement]);
  if (filings.length > 0) await facts.put("filing", filings);
  await facts.catchUp();
  const [claim] = await facts.rows("select filing_id, filing_class, filing_candidates from claim");
  return claim;
}
const reasons = () => facts.rows("select filing_id, covers, reason from claim_filing order by filing_id");

// The stay lasts from 1 to 11 March and is settled on the 11th at ten.
describe("one filing", () => {
  test.each<[string, SettlementRow, boolean]>([
    ["admission", {}, true],
    ["admission", { begin_date: "2021-03-01", end_date: "2021-03-01" }, true],
    ["admission", { created_at: "2021-03-05 00:00:00" }, true],
    ["discharge", { begin_date: "2021-03-02" }, true],
    ["discharge", { begin_date: "2021-03-11", end_date: "2021-03-11" }, true],
    ["inside_the_stay", { begin_date: "2021-03-02", end_date: "2021-03-10" }, false],
    ["ended_before", { end_date: "2021-02-28" }, false],
    ["begins_after", { begin_date: "2021-03-12" }, false],
    ["ends_before_it_begins", { begin_date: "2021-03-10", end_date: "2021-03-01" }, false],
    ["created_after_settlement", { created_at: "2021-03-11 10:00:00" }, false],
    ["admission", { created_at: "2021-03-11 09:59:59" }, true],
    ["cancelled", { valid: "0" }, false],
    ["cancelled", { returned: "1" }, false],
    ["other_place", { area: "310000" }, false],
    ["admission", { area: null }, true],
  ])("%s: %o", async (reason, filing, covers) => {
    const claim = await claimOf({}, [filing]);
    expect(await reasons()).toEqual([{ filing_id: "F1", covers, reason }]);
    expect(claim).toMatchObject(
      covers
        ? { filing_id: "F1", filing_class: "TMP_REFER" }
        : { filing_id: null, filing_class: "NONE", filing_candidates: 1 },
    );
  });

  test.each<[string, string, string, boolean]>([
    ["a city", "320500", "320500", true],
    ["another city", "320500", "320100", false],
    ["the whole province", "320000", "320500", true],
    ["a county of the city", "320582", "320500", true],
    ["a municipality's district", "110105", "110000", true],
    ["the capital, care at 省本级", "320100", "329900", true],
    ["省本级, care in the capital", "329900", "320100", true],
    ["省本级, care in another city", "329900", "320500", false],
    ["the Corps, care in Xinjiang", "660000", "650100", false],
  ])("filed place %s", async (_, area, care, covers) => {
    const claim = await claimOf({ care_area: care }, [{ area }]);
    expect(claim?.filing_id).toBe(covers ? "F1" : null);
  });

  test.each<[string, SettlementRow, SettlementRow, boolean]>([
    [
      "the same certificate",
      { certificate_no: certificate, person_no: "A" },
      { certificate_no: certificate, person_no: "B" },
      true,
    ],
    ["the same number where one brought no certificate", { certificate_no: certificate }, {}, true],
    [
      "another certificate under the same number",
      { certificate_no: certificate },
      { certificate_no: "00000000-0000-0000-0000-00000000000b" },
      false,
    ],
    ["another area's number", {}, { insured_area: "410300" }, false],
    [
      "the area's own and its 市本级",
      { certificate_no: certificate },
      { insured_area: "410199", certificate_no: certificate },
      true,
    ],
  ])("belongs to the person by %s", async (_, settlement, filing, belongs) => {
    const claim = await claimOf(settlement, [filing]);
    expect(claim?.filing_id).toBe(belongs ? "F1" : null);
  });

  test.each([
    ["02", null, "LT_RETIRE"],
    ["07", "12 长期", "LT_RESIDE"],
    ["07", "常驻", "LT_WORK"],
    ["06", null, "TMP_REFER"],
    ["TMP_OTHER", null, "TMP_OTHER"],
    ["77", null, "unknown"],
  ])("category %s with memo %s is %s", async (category, memo, filingClass) => {
    expect((await claimOf({}, [{ category, memo }]))?.filing_class).toBe(filingClass);
  });
});

describe("several filings", () => {
  test("the most favourable counts, all are kept", async () => {
    const claim = await claimOf({}, [
      { filing_id: "F1", category: "TMP_OTHER" },
      { filing_id: "F2", category: "02" },
      { filing_id: "F3", category: "06" },
    ]);
    expect(claim).toEqual({ filing_id: "F2", filing_class: "LT_RETIRE", filing_candidates: 3 });
    expect(await reasons()).toHaveLength(3);
  });

  test("of equals the latest", async () => {
    const claim = await claimOf({}, [{ filing_id: "F1" }, { filing_id: "F2", created_at: "2021-02-01 00:00:00" }]);
    expect(claim?.filing_id).toBe("F2");
  });
});

describe("no filing", () => {
  test.each<[string, SettlementRow, string]>([
    ["an emergency", { emergency: "1" }, "TMP_EMERG"],
    ["an emergency by its care type", { care_type: "24" }, "TMP_EMERG"],
    ["care at home", { care_area: "410100" }, "LOCAL"],
    ["elsewhere in the province", { care_area: "410300" }, "NONE"],
    [
      "a pair of provinces that needs none",
      {
        insured_area: "130100",
        care_area: "120000",
        begin_date: "2023-04-01",
        end_date: "2023-04-02",
        settled_at: "2023-04-02 10:00:00",
      },
      "EXEMPT",
    ],
    [
      "that pair a day earlier",
      {
        insured_area: "130100",
        care_area: "120000",
        begin_date: "2023-03-31",
        end_date: "2023-04-02",
        settled_at: "2023-04-02 10:00:00",
      },
      "NONE",
    ],
  ])("%s", async (_, settlement, filingClass) => {
    const other = { insured_area: "130100", person_no: "X", filing_id: "F9" };
    const claim = await claimOf(settlement, [{ person_no: "X" }, other]);
    expect(claim).toMatchObject({ filing_id: null, filing_class: filingClass });
  });

  test("cannot be said of an area that sent no filings at all", async () => {
    expect((await claimOf({}, []))?.filing_class).toBe("unknown");
  });

  test("can be said as soon as the area sends its first one", async () => {
    await claimOf({}, []);
    await facts.put("filing", [{ person_no: "X" }]);
    await facts.catchUp();
    expect(await facts.rows("select filing_class from claim")).toEqual([{ filing_class: "NONE" }]);
  });
});
