import { beforeEach, describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../facts.fixture.ts";

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

/** A settlement with a filing each, all at once; every case has a person of its own. The claims come in the order of the cases. */
async function claimsOf(cases: readonly [SettlementRow, SettlementRow][]) {
  const own = (i: number) => ({ person_no: `P${i}`, settlement_id: `S${i}`, encounter_id: `E${i}` });
  await facts.load(cases.map(([settlement], i) => ({ ...own(i), ...settlement })));
  await facts.put(
    "filing",
    cases.map(([, filing], i) => ({ person_no: `P${i}`, filing_id: `F${i}`, ...filing })),
  );
  await facts.catchUp();
  const rows = await facts.rows(
    "select settlement_id, claim.filing_id, claim.filing_class, covers, reason from claim left join claim_filing using (claim_id)",
  );
  const byId = new Map(rows.map((row) => [row.settlement_id, row]));
  return cases.map((_, i) => byId.get(`S${i}`));
}
const reasons = () => facts.rows("select filing_id, covers, reason from claim_filing order by filing_id");

// The stay lasts from 1 to 11 March and is settled on the 11th at ten.
describe("one filing", () => {
  test("covers admission or discharge, made before the settlement and not yet taken back, and says why not otherwise", async () => {
    const cases: [string, SettlementRow][] = [
      ["admission", {}],
      ["admission", { begin_date: "2021-03-01", end_date: "2021-03-01" }],
      ["admission", { created_at: "2021-03-05 00:00:00" }],
      ["discharge", { begin_date: "2021-03-02" }],
      ["discharge", { begin_date: "2021-03-11", end_date: "2021-03-11" }],
      ["inside_the_stay", { begin_date: "2021-03-02", end_date: "2021-03-10" }],
      ["ended_before", { end_date: "2021-02-28" }],
      ["begins_after", { begin_date: "2021-03-12" }],
      ["ends_before_it_begins", { begin_date: "2021-03-10", end_date: "2021-03-01" }],
      ["created_after_settlement", { created_at: "2021-03-11 10:00:00" }],
      ["admission", { created_at: "2021-03-11 09:59:59" }],
      ["cancelled", { valid: "0" }],
      ["cancelled", { returned: "1" }],
      ["cancelled", { returned: "1", updated_at: "2021-03-11 10:00:00" }],
      ["admission", { returned: "1", updated_at: "2021-03-11 10:00:01" }],
      ["admission", { valid: "0", updated_at: "2021-05-01 09:00:00" }],
      ["cancelled", { returned: "1", handled_at: "2021-03-11 09:00:00", updated_at: "2021-05-01 09:00:00" }],
      ["admission", { returned: "1", handled_at: "2021-01-01 09:00:00", updated_at: "2021-05-01 09:00:00" }],
      [
        "created_after_settlement",
        { created_at: "2021-03-20 10:00:00", returned: "1", updated_at: "2021-05-01 09:00:00" },
      ],
      ["ended_before", { end_date: "2021-02-28", returned: "1", updated_at: "2021-05-01 09:00:00" }],
      ["other_place", { area: "310000" }],
      ["admission", { area: null }],
    ];
    const claims = await claimsOf(cases.map(([, filing]) => [{}, filing]));
    expect(claims.map((claim, i) => [claim?.reason, cases[i]?.[1]])).toEqual(cases);
    for (const [i, claim] of claims.entries()) {
      const covers = ["admission", "discharge"].includes(cases[i]?.[0] ?? "");
      expect(claim).toMatchObject(
        covers
          ? { covers, filing_id: `F${i}`, filing_class: "TMP_REFER" }
          : { covers, filing_id: null, filing_class: "NONE" },
      );
    }
  });

  test("covers the filed place and what belongs to it", async () => {
    const cases: [string, string, string, boolean][] = [
      ["a city", "320500", "320500", true],
      ["another city", "320500", "320100", false],
      ["the whole province", "320000", "320500", true],
      ["a county of the city", "320582", "320500", true],
      ["a municipality's district", "110105", "110000", true],
      ["the capital, care at 省本级", "320100", "329900", true],
      ["省本级, care in the capital", "329900", "320100", true],
      ["省本级, care in another city", "329900", "320500", false],
      ["the Corps, care in Xinjiang", "660000", "650100", false],
    ];
    const claims = await claimsOf(cases.map(([, area, care]) => [{ care_area: care }, { area }]));
    expect(claims.map((claim, i) => [cases[i]?.[0], claim?.filing_id !== null])).toEqual(
      cases.map(([title, , , covers]) => [title, covers]),
    );
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

  test("has the class of its category", async () => {
    const cases: [string, string | null, string][] = [
      ["02", null, "LT_RETIRE"],
      ["07", "12 长期", "LT_RESIDE"],
      ["07", "常驻", "LT_WORK"],
      ["06", null, "TMP_REFER"],
      ["TMP_OTHER", null, "TMP_OTHER"],
      ["77", null, "unknown"],
    ];
    const claims = await claimsOf(cases.map(([category, memo]) => [{}, { category, memo }]));
    expect(claims.map((claim, i) => [cases[i]?.[0], cases[i]?.[1], claim?.filing_class])).toEqual(cases);
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
  test("is told apart from what needs none", async () => {
    const cases: [string, SettlementRow, string][] = [
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
    ];
    const elsewhere = { person_no: "nobody" };
    const claims = await claimsOf(
      cases.map(([, settlement], i) => [settlement, i === 0 ? { ...elsewhere, insured_area: "130100" } : elsewhere]),
    );
    expect(claims.map((claim, i) => [cases[i]?.[0], claim?.filing_class])).toEqual(
      cases.map(([title, , filingClass]) => [title, filingClass]),
    );
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
