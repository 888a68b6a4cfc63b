import { beforeEach, describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../facts.fixture.ts";

const facts = await FactsFixture.create(["claim"]);
beforeEach(() => facts.clear());

async function claims(...batches: SettlementRow[][]) {
  for (const rows of batches) await facts.load(rows);
  await facts.catchUp();
  return facts.rows("select * from claim order by claim_id");
}

/** The claims of independent settlements, all loaded at once, in the order given. */
async function claimsOf(rows: SettlementRow[]) {
  const found = await claims(
    rows.map((row, i) => ({ settlement_id: `S${i}`, encounter_id: `E${i}`, person_no: `P${i}`, ...row })),
  );
  const byId = new Map(found.map((claim) => [claim.settlement_id, claim]));
  return rows.map((_, i) => byId.get(`S${i}`));
}
const notes = () => facts.rows("select settlement_id, state from claim_note order by settlement_id, reported_by");

describe("one settlement", () => {
  test("becomes one claim in the terms of the fact", async () => {
    const [claim] = await claims([{}]);
    expect(claim).toMatchObject({
      claim_id: "410100|S1",
      visit_id: "410100|E1",
      visit: true,
      interim: false,
      sides: "one",
      person_state: "local",
      distance_km: 621,
      insured_province: "410000",
      insured_city: "410100",
      care_province: "110000",
      care_city: "110000",
      care_scope: "cross_province",
      route: "direct",
      care_group: "inpatient",
      tier: "3",
      month: "2021-03-01",
      nights: 10,
      days: 10,
      total_cost: "24278.00",
      fund_total: "14100.00",
      unmapped_care: false,
      batch_last: "1",
    });
  });

  test("the care scope follows from the pooling areas", async () => {
    const cases: [string, SettlementRow][] = [
      ["local", { care_area: "410100" }],
      ["within_province", { care_area: "410300" }],
      ["cross_province", { care_area: "110000" }],
      ["local", { insured_area: "110000", care_area: "110105" }],
      ["unknown", { care_area: "990000" }],
      ["unknown", { insured_area: "410000", care_area: "410100" }],
      ["cross_province", { insured_area: "410000" }],
    ];
    const found = await claimsOf(cases.map(([, row]) => row));
    expect(found.map((claim, i) => [claim?.care_scope, cases[i]?.[1]])).toEqual(cases);
  });

  test("a place of care that is not supplied is that of the institution, else that of its code", async () => {
    await facts.loadInstitution({ institution_code: "H31010100009", area: "330100", hospital_level: "5" });
    const rows = await claims([
      { care_area: null, deductible_level: null, institution_code: "H31010100009" },
      { settlement_id: "S2", encounter_id: "E2", care_area: null, institution_code: "H32010100001" },
      { settlement_id: "S3", encounter_id: "E3", care_area: null, institution_code: "local-7", deductible_level: null },
    ]);
    expect(rows.map(({ care_city, tier, unmapped_care }) => [care_city, tier, unmapped_care])).toEqual([
      ["330100", "2", false],
      ["320100", "3", false],
      ["unknown", "unknown", true],
    ]);
  });

  test("the care group follows from the first two digits of the care type", async () => {
    const cases = [
      ["inpatient", "2103"],
      ["chronic", "14"],
      ["pharmacy", "41"],
      ["outpatient", "11"],
      ["unmapped", "9104"],
    ];
    const found = await claimsOf(cases.map(([, careType]) => ({ care_type: careType! })));
    expect(found.map((claim, i) => [claim?.care_group, cases[i]?.[1]])).toEqual(cases);
    expect(found.map((claim) => claim?.days === null)).toEqual(cases.map(([group]) => group !== "inpatient"));
  });

  test("the route follows from who settled", async () => {
    const cases: [string, SettlementRow][] = [
      ["manual", { settlement_type: "1" }],
      ["manual", { payment_place: "1" }],
      ["manual", { manual_reason: "03" }],
      ["supplementary", { settlement_type: "3" }],
      ["direct", { settlement_type: null, payment_place: null }],
    ];
    const found = await claimsOf(cases.map(([, row]) => row));
    expect(found.map((claim, i) => [claim?.route, cases[i]?.[1]])).toEqual(cases);
  });

  test("a stay within one day counts one day, dates in the wrong order none", async () => {
    const rows = await claims([
      { begin_date: "2021-03-11" },
      { settlement_id: "S2", encounter_id: "E2", begin_date: "2021-03-12" },
    ]);
    expect(rows.map(({ nights, days }) => [nights, days])).toEqual([
      [0, 1],
      [null, null],
    ]);
  });

  test("belongs to the month of its settlement", async () => {
    const cases = [
      ["2021-12-31 23:59:59", "2021-12-01"],
      ["2022-01-01 00:00:00", "2022-01-01"],
      ["2020-02-29 23:59:59", "2020-02-01"],
    ];
    const found = await claimsOf(cases.map(([settledAt]) => ({ settled_at: settledAt! })));
    expect(found.map((claim, i) => [cases[i]?.[0], claim?.month])).toEqual(cases);
  });

  test("a foreign code resolves in its own country", async () => {
    const [claim] = await claims([{ country: "BR", insured_area: "430003", care_area: "430460" }]);
    expect(claim).toMatchObject({ insured_province: "BR-430000", care_province: "BR-430000" });
  });

  test("without certificate and number the person is unknown, another one in every encounter", async () => {
    const nobody = { person_no: null };
    const found = await claims([nobody, { ...nobody, settlement_id: "S2", encounter_id: "E2" }]);
    expect(found.map(({ person_state }) => person_state)).toEqual(["unknown", "unknown"]);
    expect(found[0]?.person_id).not.toBe(found[1]?.person_id);
  });

  test("an invalid one is not there", async () => {
    expect(await claims([{ valid: "0" }])).toEqual([]);
    expect(await claims([{ valid: null }])).toHaveLength(1);
  });
});

describe("reversals", () => {
  const negative = { settlement_id: "R1", reversed_settlement_id: "S1", refunded: "1", total_cost: "-24278.00" };

  test.each<[string, SettlementRow[][], string[]]>([
    ["a flag on the row", [[{ refunded: "1" }]], ["reversed"]],
    ["a negative row", [[{}, negative]], ["reversal", "reversed"]],
    ["a negative row and a flag", [[{ refunded: "1" }, negative]], ["reversal", "reversed"]],
    ["a negative row under its own encounter", [[{}], [{ ...negative, encounter_id: "E9" }]], ["reversal", "reversed"]],
    ["a new version of the row", [[{}], [{ refunded: "1" }]], ["reversed"]],
    ["a reversal that came before", [[negative], [{}]], ["reversal", "reversed"]],
  ])("as %s leave nothing", async (_, batches, states) => {
    for (const rows of batches) {
      await facts.load(rows);
      await facts.catchUp();
    }
    expect(await facts.rows("from claim")).toEqual([]);
    expect((await notes()).map(({ state }) => state)).toEqual(states);
  });

  test("a reversal of nothing counts nothing and is an orphan", async () => {
    expect(await claims([{}, { ...negative, reversed_settlement_id: "S7", encounter_id: "E7" }])).toHaveLength(1);
    expect(await notes()).toEqual([{ settlement_id: "R1", state: "orphan_reversal" }]);
  });

  test("an amount below zero without a pointer is an orphan too", async () => {
    expect(await claims([{ total_cost: "-1.00" }])).toEqual([]);
    expect(await notes()).toEqual([{ settlement_id: "S1", state: "orphan_reversal" }]);
  });

  test("a reversal that was itself reversed lets the settlement stand", async () => {
    const again = { settlement_id: "R2", encounter_id: "E3", reversed_settlement_id: "R1", refunded: "1" };
    expect(await claims([{}, { ...negative, encounter_id: "E2" }, again])).toMatchObject([{ claim_id: "410100|S1" }]);
    expect(await notes()).toEqual([
      { settlement_id: "R1", state: "reversal" },
      { settlement_id: "R2", state: "reversal_of_reversal" },
    ]);
    const third = { settlement_id: "R3", encounter_id: "E4", reversed_settlement_id: "R2", refunded: "1" };
    expect(await claims([third])).toEqual([]);
  });

  test("a settlement id of another area is another settlement", async () => {
    expect(await claims([{}, { ...negative, insured_area: "130100" }])).toHaveLength(1);
  });
});

describe("interim settlements", () => {
  const first = {
    settlement_id: "S1",
    end_date: "2021-03-05",
    settled_at: "2021-03-05 09:00:00",
    interim: "1",
    total_cost: "100.10",
  };
  const last = { settlement_id: "S2", begin_date: "2021-03-05", total_cost: "0.05" };

  test("are claims of their own; the last one counts the visit and its days", async () => {
    const rows = await claims([last, first]);
    expect(rows).toMatchObject([
      { claim_id: "410100|S1", visit: false, interim: true, days: null, nights: 10, total_cost: "100.10" },
      { claim_id: "410100|S2", visit: true, interim: false, days: 10, nights: 10, total_cost: "0.05" },
    ]);
    for (const row of rows) expect(row).toMatchObject({ visit_begin: "2021-03-01", visit_end: "2021-03-11" });
  });

  test("of which the last one was reversed: the one before counts the visit", async () => {
    const rows = await claims([first, last], [{ ...last, refunded: "1" }]);
    expect(rows).toMatchObject([{ claim_id: "410100|S1", visit: true, visit_end: "2021-03-05" }]);
  });

  test("keep the key of the encounter when the first one is reversed", async () => {
    const [before] = await claims([
      { ...first, sender_settlement_id: "M1" },
      { ...last, sender_settlement_id: "M2" },
    ]);
    const [after] = await claims([{ ...first, sender_settlement_id: "M1", refunded: "1" }]);
    expect(before?.encounter_key).toBe("H11010500001|M1");
    expect(after?.encounter_key).toBe("H11010500001|M1");
  });

  test("each keep their own way of payment", async () => {
    const rows = await claims([{ ...first, settlement_type: "1" }, { settlement_id: "S2" }]);
    expect(rows.map(({ route }) => route)).toEqual(["manual", "direct"]);
  });

  test("a supplementary one is no visit", async () => {
    const rows = await claims([{}, { settlement_id: "S2", settlement_type: "3", settled_at: "2021-05-01 00:00:00" }]);
    expect(rows.map(({ claim_id, route, visit, interim }) => [claim_id, route, visit, interim])).toEqual([
      ["410100|S1", "direct", true, false],
      ["410100|S2", "supplementary", false, false],
    ]);
  });
});

describe("two sides", () => {
  const insured = { sender_settlement_id: "M1" };
  const care = { sender_settlement_id: "M1", settlement_id: "C1", encounter_id: "CE1", reported_by: "care" };

  test.each<[string, SettlementRow[][]]>([
    ["insured first", [[insured], [care]]],
    ["care first", [[care], [insured]]],
    ["together", [[care, insured]]],
  ])("count once, %s", async (_, batches) => {
    for (const rows of batches) {
      await facts.load(rows);
      await facts.catchUp();
    }
    expect(await facts.rows("select claim_id, reported_by from claim")).toEqual([
      { claim_id: "410100|S1", reported_by: "insured" },
    ]);
    expect(await facts.rows("select sides, care_settlement_id, care_encounter_id, copies_disagree from claim")).toEqual(
      [{ sides: "both", care_settlement_id: "C1", care_encounter_id: "CE1", copies_disagree: false }],
    );
    expect(await notes()).toEqual([]);
  });

  test("a care-side row alone counts", async () => {
    expect(await claims([care])).toMatchObject([{ claim_id: "410100|C1|care", reported_by: "care" }]);
  });

  test("without any side named, two rows of one sender's id are one settlement", async () => {
    const rows = await claims([
      { ...insured, reported_by: "unknown" },
      { ...care, reported_by: "unknown" },
    ]);
    expect(rows).toMatchObject([{ claim_id: "410100|C1", sides: "both" }]);
  });

  test("the same settlement id, once with its side unknown, is one settlement", async () => {
    expect(await claims([{}, { reported_by: "unknown" }])).toMatchObject([{ reported_by: "insured" }]);
  });

  test("an amount in which they disagree is kept, the insured side's counts", async () => {
    const rows = await claims([insured, { ...care, fund_total: "15000.00" }]);
    expect(rows).toMatchObject([{ fund_total: "14100.00", copies_disagree: true }]);
    expect(await facts.rows("select copy_fund_total, copy_total_cost = total_cost as same from claim")).toEqual([
      { copy_fund_total: "15000.00", same: true },
    ]);
  });

  test("an invoice number is the same however it was typed", async () => {
    await facts.load([{ invoice_no: " 31010-400 28900a" }]);
    await facts.catchUp();
    expect(await facts.rows("select invoice_no from claim")).toEqual([{ invoice_no: "3101040028900A" }]);
  });

  test("several rows of one side under one number stay apart", async () => {
    const rows = await claims([insured, care, { ...care, settlement_id: "C2", encounter_id: "CE2" }]);
    expect(rows).toHaveLength(3);
    expect((await notes()).map(({ state }) => state)).toEqual(["ambiguous", "ambiguous", "ambiguous"]);
  });

  test("a reversed row yields its number to the one that replaced it", async () => {
    const rows = await claims([{ ...insured, refunded: "1" }, { ...insured, settlement_id: "S2" }, care]);
    expect(rows).toMatchObject([{ claim_id: "410100|S2", sides: "both" }]);
  });

  describe("without a common number", () => {
    const person = { certificate_no: "00000000-0000-0000-0000-000000000001" };
    const other = { ...care, sender_settlement_id: null };

    test.each<[string, SettlementRow, SettlementRow]>([
      ["the same certificate", person, person],
      ["the same person number", {}, {}],
      [
        "sex and birth date",
        { sex: "1", birth_date: "1950-02-01", person_no: "A" },
        { sex: "1", birth_date: "1950-02-01", person_no: "B" },
      ],
    ])("pair by institution, days, total and %s", async (_, left, right) => {
      expect(
        await claims([
          { ...insured, ...left },
          { ...other, ...right },
        ]),
      ).toMatchObject([{ sides: "both", care_settlement_id: "C1" }]);
    });

    test.each<[string, SettlementRow]>([
      ["another total", { total_cost: "24278.01" }],
      ["another day", { end_date: "2021-03-12" }],
      ["another certificate", { certificate_no: "00000000-0000-0000-0000-000000000002" }],
      ["another institution", { institution_code: "H11010500002" }],
      ["a number of its own", { sender_settlement_id: "M2" }],
    ])("%s is another settlement", async (_, right) => {
      expect(
        await claims([
          { ...insured, ...person },
          { ...other, ...person, ...right },
        ]),
      ).toHaveLength(2);
    });

    test("two that are alike stay apart", async () => {
      const rows = await claims([insured, other, { ...other, settlement_id: "C2", encounter_id: "CE2" }]);
      expect(rows).toHaveLength(3);
      expect((await notes()).map(({ state }) => state)).toEqual(["ambiguous", "ambiguous"]);
    });
  });

  test("when the insured side reverses, the copy does not step in", async () => {
    expect(await claims([insured, care], [{ ...insured, refunded: "1" }])).toEqual([]);
  });
});
