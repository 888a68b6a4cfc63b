import { describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../facts.fixture.ts";

/** One history for all tests: bringing facts up is dear, reading them is not. */
const facts = await FactsFixture.create();
const shanghai = { institution_code: "H31010100009", care_area: "310100" };

const stay = (name: string, begin_date: string, end_date: string, more: SettlementRow = {}): SettlementRow => ({
  settlement_id: `S${name}`,
  encounter_id: `E${name}`,
  begin_date,
  end_date,
  settled_at: `${end_date} 10:00:00`,
  person_no: `P${name[0]}`,
  total_cost: "100.00",
  in_scope: "80.00",
  fund_total: "60.00",
  basic_fund: "60.00",
  ...more,
});
const visit = (name: string, day: string, more: SettlementRow = {}) =>
  stay(name, day, day, { care_type: "11", credential_type: "03", ...more });

await facts.load([
  stay("A1", "2021-01-05", "2021-01-10"),
  stay("A2", "2021-01-10", "2021-01-15", shanghai),
  stay("A3", "2021-01-12", "2021-01-13"),
  stay("A4", "2021-01-20", "2021-01-20"),
  stay("A5", "2021-03-01", "2021-03-03", { counts_admission: "0" }),
  stay("A6", "2021-04-01", "2021-04-03"),
  stay("A7", "2022-01-01", "2022-01-03"),
  stay("B", "2021-05-01", "2021-05-10", { settlement_id: "SB1" }),
  stay("B", "2021-05-10", "2021-05-20", { settlement_id: "SB2" }),
  stay("B", "2021-05-10", "2021-05-20", {
    settlement_id: "SB3",
    settlement_type: "3",
    settled_at: "2021-07-01 09:00:00",
  }),
  stay("C", "2021-06-01", "2021-06-03", { sender_settlement_id: "MC" }),
  stay("D", "2021-06-01", "2021-06-03", { sender_settlement_id: "MD" }),
  stay("R", "2021-06-01", "2021-06-03", { refunded: "1" }),
  visit("V1", "2021-08-02"),
  visit("V2", "2021-08-03", { settled_at: "2021-08-09 10:00:00" }),
  visit("V3", "2021-08-04", { credential_type: "01" }),
  visit("V4", "2021-08-05", { fund_total: "0.00", family_account_paid: "20.00" }),
  visit("V5", "2021-08-02", { ...shanghai, settled_at: "2021-08-02 18:00:00", care_type: "41" }),
]);
const careSide = (name: string) =>
  stay(name, "2021-06-01", "2021-06-03", {
    settlement_id: `X${name}`,
    encounter_id: `Y${name}`,
    sender_settlement_id: `M${name}`,
  });
await facts.load([careSide("C"), careSide("D")], "care");

const line = (name: string, line_no: string, more: SettlementRow = {}): SettlementRow => ({
  settlement_id: `S${name}`,
  encounter_id: `E${name}`,
  line_no,
  charge_class: "09",
  item_code: "XB05AAR013B001010101031",
  ...more,
});
const albumin = { charged_at: "2021-08-02 09:00:00", quantity: "2", amount: "800.00" };
await facts.put("fee_line", [
  line("B", "1", { settlement_id: "SB1", item_code: "001", charge_class: "03", amount: "5.00" }),
  line("B", "2", { settlement_id: null, item_code: "001", charge_class: "01", amount: "7.00" }),
  line("D", "1", { amount: "30.00" }),
  line("R", "1"),
  line("V1", "1", { ...albumin, days_supply: "3" }),
  line("V5", "1", {
    ...albumin,
    institution_code: shanghai.institution_code,
    item_code: "XB05AAR013B001010257853",
    quantity: "1",
  }),
]);
await facts.put(
  "fee_line",
  ["C", "D"].flatMap((name) =>
    ["1", "2"].map((number) =>
      line(name, number, { settlement_id: `X${name}`, encounter_id: `Y${name}`, item_code: "001" }),
    ),
  ),
  "care",
);
const bed = { encounter_id: "EB", begin_at: "2021-05-01 08:00:00", end_at: "2021-05-20 12:00:00", admission_bed: "12" };
await facts.put("encounter", [bed]);
await facts.put("encounter", [{ encounter_id: "EC", begin_at: "2021-06-01 00:00:00", admission_bed: "7" }]);
await facts.put(
  "encounter",
  [{ encounter_id: "YC", begin_at: "2021-06-01 21:15:00", referred_from_encounter: "E0" }],
  "care",
);
const stated = { insured_area: "410100", person_no: "PA", scheme: "310", benefit_year: "2021" };
await facts.put("accumulator", [
  { ...stated, as_of: "2021-06-30", admissions: 2, basic_fund: "120.00" },
  { ...stated, as_of: "2021-12-31", admissions: 6, basic_fund: "400.00" },
]);
await facts.put("filing", [{ person_no: "PA" }, { filing_id: "F2", valid: "0" }]);
const pack = { insured_area: "410100", institution_code: "H11010500001", line_no: "1", trace_code: "81000001" };
await facts.put("trace_code", [
  { ...pack, encounter_id: "EC" },
  { ...pack, encounter_id: "ER" },
]);
await facts.put("trace_code", [{ ...pack, encounter_id: "YC" }], "care");
await facts.catchUp();

describe("stay", () => {
  test("counts a person's admissions of a year, and the days since the stay before, wherever that was", async () => {
    const rows = await facts.rows(
      `select encounter_id, admission_number as n, last_visit_id as last, days_since_last_stay as days, same_day_transfer as moved, nights
       from stay where person_no = 'PA' order by encounter_id`,
    );
    expect(rows).toEqual([
      { encounter_id: "EA1", n: 1, last: null, days: null, moved: false, nights: 5 },
      { encounter_id: "EA2", n: 2, last: "410100|EA1", days: 0, moved: true, nights: 5 },
      { encounter_id: "EA3", n: 3, last: "410100|EA2", days: -3, moved: false, nights: 1 },
      { encounter_id: "EA4", n: 4, last: "410100|EA2", days: 5, moved: false, nights: 0 },
      { encounter_id: "EA5", n: null, last: "410100|EA4", days: 40, moved: false, nights: 2 },
      { encounter_id: "EA6", n: 5, last: "410100|EA5", days: 29, moved: false, nights: 2 },
      { encounter_id: "EA7", n: 1, last: "410100|EA6", days: 273, moved: false, nights: 2 },
    ]);
  });

  test("adds interim settlements up, of a supplementary one only the fund's money", async () => {
    const rows = await facts.rows(
      "select settlements, total_cost, fund_total, begin_date, end_date, nights, bed, begin_at from stay where person_no = 'PB'",
    );
    expect(rows).toEqual([
      {
        settlements: "3",
        total_cost: "200.00",
        fund_total: "180.00",
        begin_date: "2021-05-01",
        end_date: "2021-05-20",
        nights: 19,
        bed: "12",
        begin_at: "2021-05-01 08:00:00",
      },
    ]);
  });

  test("believes the side that saw it, and the other where that one is silent", async () => {
    const rows = await facts.rows(
      "select begin_at, bed, referred_from_encounter as referred from stay where person_no = 'PC'",
    );
    expect(rows).toEqual([{ begin_at: "2021-06-01 21:15:00", bed: "7", referred: "E0" }]);
  });

  test("is not made of what counts nothing", async () => {
    expect(await facts.rows("from stay where person_no = 'PR' or encounter_id like 'Y%'")).toEqual([]);
  });
});

describe("line", () => {
  const linesOf = (person: string) =>
    facts.rows(
      `select line.claim_id, line_no, reporter, paired_by from line join claim using (claim_id) where person_no = '${person}' order by all`,
    );

  test("belongs to the settlement it names, else to the one that counts the visit", async () => {
    expect(await linesOf("PB")).toEqual([
      { claim_id: "410100|SB1", line_no: "1", reporter: "insured", paired_by: "settlement" },
      { claim_id: "410100|SB2", line_no: "2", reporter: "insured", paired_by: "encounter" },
    ]);
  });

  test("is the care side's only where the insured side brought none", async () => {
    expect(await linesOf("PC")).toEqual(
      ["1", "2"].map((line_no) => ({ claim_id: "410100|SC", line_no, reporter: "care", paired_by: "settlement" })),
    );
    expect(await linesOf("PD")).toEqual([
      { claim_id: "410100|SD", line_no: "1", reporter: "insured", paired_by: "settlement" },
    ]);
  });

  test("of a settlement that counts nothing is left out", async () => {
    expect(await facts.rows("from line where encounter_id = 'ER'")).toEqual([]);
  });

  test("names the substance of a drug", async () => {
    expect(await facts.rows("select distinct generic_code from line where item_code like 'X%'")).toEqual([
      { generic_code: "XB05AAR01" },
    ]);
  });
});

describe("event", () => {
  test("says when a person was where, how precisely, and whether they must have been there", async () => {
    const rows = await facts.rows(
      `select claim_id, from_at, precision, present, kind, round(latitude) as latitude from event
       where person_id = (select any_value(person_id) from claim where person_no = 'PV') order by claim_id`,
    );
    const beijing = { kind: "outpatient", latitude: "40" };
    expect(rows).toEqual([
      { claim_id: "410100|SV1", from_at: "2021-08-02 10:00:00", precision: "time", present: true, ...beijing },
      { claim_id: "410100|SV2", from_at: "2021-08-03 00:00:00", precision: "date", present: true, ...beijing },
      { claim_id: "410100|SV3", from_at: "2021-08-04 10:00:00", precision: "time", present: false, ...beijing },
      { claim_id: "410100|SV4", from_at: "2021-08-05 10:00:00", precision: "time", present: false, ...beijing },
      {
        claim_id: "410100|SV5",
        from_at: "2021-08-02 18:00:00",
        precision: "time",
        present: true,
        kind: "pharmacy",
        latitude: "31",
      },
    ]);
  });

  test("of a stay knows the minute only where the encounter's record tells it", async () => {
    const rows = await facts.rows(
      "select visit_id, precision, present from event where visit_id in ('410100|EA1', '410100|EB')",
    );
    expect(rows).toContainEqual({ visit_id: "410100|EA1", precision: "span", present: true });
    expect(rows).toContainEqual({ visit_id: "410100|EB", precision: "time", present: true });
  });
});

describe("watched_use", () => {
  test("gathers a substance by person and day over institutions", async () => {
    expect(
      await facts.rows("select * exclude (person_id, person_state) from watched_use where used_on = '2021-08-02'"),
    ).toEqual([
      {
        watched_as: "XB05AAR01",
        special_drug: false,
        used_on: "2021-08-02",
        lines: "2",
        amount: "1600.00",
        quantity: "3.0000",
        days_supply: "3.00",
        by_pharmacy: true,
        by_hospital: true,
        institutions: ["H11010500001", "H31010100009"],
        provinces: ["110000", "310000"],
        claims: ["410100|SV1", "410100|SV5"],
      },
    ]);
  });

  test("takes the visit's day where lines state none, and does not guess days of supply", async () => {
    expect(
      await facts.rows("select used_on, quantity, days_supply from watched_use where used_on <> '2021-08-02'"),
    ).toEqual([{ used_on: "2021-06-03", quantity: "1.0000", days_supply: null }]);
  });

  test("is built anew when something else is watched", async () => {
    await facts.connection.run("insert into watched_item values ('001', '001', '0', 'rules', null)");
    expect(await facts.catchUp()).toMatchObject({ rebuilt: ["watched_use"] });
    expect(await facts.rows("select sum(lines)::integer as lines from watched_use where watched_as = '001'")).toEqual([
      { lines: 4 },
    ]);
  });
});

describe("person_year", () => {
  test("sets the claims beside the latest statement", async () => {
    const rows = await facts.rows(
      `select benefit_year, admissions, stays, basic_fund, inpatient_cost, stated_as_of, stated_admissions, stated_basic_fund
       from person_year where person_id = (select any_value(person_id) from claim where person_no = 'PA') order by benefit_year`,
    );
    expect(rows).toEqual([
      {
        benefit_year: "2021",
        admissions: "5",
        stays: "6",
        basic_fund: "360.00",
        inpatient_cost: "600.00",
        stated_as_of: "2021-12-31",
        stated_admissions: 6,
        stated_basic_fund: "400.00",
      },
      {
        benefit_year: "2022",
        admissions: "1",
        stays: "1",
        basic_fund: "60.00",
        inpatient_cost: "100.00",
        stated_as_of: null,
        stated_admissions: null,
        stated_basic_fund: null,
      },
    ]);
  });
});

describe("institution_month", () => {
  test("counts visits, persons and what lines were charged for, by the month of settlement", async () => {
    const rows = await facts.rows(
      `select care_group, visits, stays, persons, nights, settlements, total_cost, fund_total, line_amount, drug_amount, examination_amount
       from institution_month where institution_code = 'H11010500001' and month in ('2021-05-01', '2021-07-01', '2021-08-01') order by month`,
    );
    expect(rows).toEqual([
      {
        care_group: "inpatient",
        visits: "1",
        stays: "1",
        persons: "1",
        nights: "19",
        settlements: "2",
        total_cost: "200.00",
        fund_total: "120.00",
        line_amount: "12.00",
        drug_amount: "0.00",
        examination_amount: "5.00",
      },
      {
        care_group: "inpatient",
        visits: "0",
        stays: "0",
        persons: "0",
        nights: "0",
        settlements: "1",
        total_cost: null,
        fund_total: "60.00",
        line_amount: null,
        drug_amount: null,
        examination_amount: null,
      },
      {
        care_group: "outpatient",
        visits: "4",
        stays: "0",
        persons: "1",
        nights: "0",
        settlements: "4",
        total_cost: "400.00",
        fund_total: "180.00",
        line_amount: "800.00",
        drug_amount: "800.00",
        examination_amount: "0.00",
      },
    ]);
  });
});

describe("current", () => {
  test("holds valid rows with their person, as claims name them", async () => {
    const rows = await facts.rows(
      `select filing_id, person_id = (select any_value(person_id) from claim where person_no = 'PA') as same from "current".filing`,
    );
    expect(rows).toEqual([{ filing_id: "F1", same: true }]);
  });

  test("holds both sides' scans of one pack as of one visit, and none of what counts nothing", async () => {
    const rows = await facts.rows(`select encounter_id, visit_id from "current".trace_code order by all`);
    expect(rows).toEqual(["EC", "YC"].map((encounter_id) => ({ encounter_id, visit_id: "410100|EC" })));
  });

  test.each(["attempt", "enrolment", "entitlement", "investigation", "network_service"])("has %s", async (name) => {
    expect(await facts.rows(`from "current".${name}`)).toEqual([]);
  });
});
