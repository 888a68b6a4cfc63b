import { readFileSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCatalogue } from "../../datasets/catalogue/catalogue.ts";
import { readPolicy } from "../../datasets/policies/policies.ts";
import { catchUpFacts, facts } from "../facts/fact.ts";
import { FactsFixture, type SettlementRow } from "../facts/facts.fixture.ts";
import { loadCharges } from "./policies/charges.ts";
import { loadTerms } from "./policies/terms.ts";

const fixture = await FactsFixture.create([]);
const own = new URL("relations/", import.meta.url);
const wanted = (await facts([own])).filter(({ name }) =>
  ["person_resolution", "claim", "line", "resettlement"].includes(name),
);
const catchUp = () => catchUpFacts(fixture.connection, wanted);
const file = "areas/410100-310.yaml";
const zhengzhou = readPolicy(readFileSync(new URL(`../../datasets/policies/${file}`, import.meta.url), "utf8"), file);

/** E1 of the domain note: a retired employee of Zhengzhou in a tertiary hospital of Beijing, 42,200.00 in scope. */
const stay = (row: SettlementRow): SettlementRow => ({
  person_type: "12",
  total_cost: "48500.00",
  full_self_pay: "1500.00",
  over_limit: "2000.00",
  first_pay: "2800.00",
  in_scope: "42200.00",
  deductible_paid: "900.00",
  ...row,
});
const paid = (fund: string): SettlementRow => ({ basic_fund: fund, fund_total: fund });
/** What the area states of the year before, as opening balance. */
const spent = (amounts: SettlementRow): SettlementRow => ({
  insured_area: "410100",
  scheme: "310",
  benefit_year: "2021",
  as_of: "2021-01-31",
  admissions: 1,
  deductible_paid: "900.00",
  in_scope: "400000.00",
  ...amounts,
});
/** A visit for a chronic disease of which the fund pays 5,000 a year. */
const chronic = (row: SettlementRow): SettlementRow => ({
  care_type: "14",
  disease_code: "M03900",
  total_cost: "6000.00",
  full_self_pay: "0.00",
  over_limit: "0.00",
  first_pay: "0.00",
  in_scope: "6000.00",
  deductible_paid: "0.00",
  ...row,
});
const filed = (category: string) => fixture.put("filing", [{ category }]);
const answer = async () =>
  (
    await fixture.rows(`select cannot, judged, basic_due, difference_class, materiality, fund_difference, responsible, explaining
      from resettlement order by claim_id`)
  )[0];
const rebuilt = async () => {
  const incremental = await fixture.rows("from resettlement order by all");
  await fixture.connection.run("update fact_state set definition_hash = '' where fact = 'resettlement'");
  await catchUp();
  return { incremental, full: await fixture.rows("from resettlement order by all") };
};

beforeAll(async () => {
  await loadTerms(fixture.connection, [zhengzhou]);
  await loadCharges(fixture.connection, { items: [], differences: [] });
  await fixture.connection.run("create table meta as select 'terms' as name, 'test' as value");
});
beforeEach(async () => {
  await fixture.clear();
  await fixture.connection.run("delete from fact_state");
  await fixture.connection.run("delete from completeness");
  await fixture.connection.run(
    "insert into completeness by name select 1 as declaration, '410100' as area, '310' as scheme, unnest(['inpatient', 'chronic']) as care_group, date '2021-01-01' as valid_from, date '2022-12-31' as valid_to, 'complete' as state",
  );
});

describe("stays elsewhere of many persons", () => {
  const persons: [string, string | null, SettlementRow, Record<string, unknown>, SettlementRow?][] = [
    [
      "filed as living there",
      "LT_RESIDE",
      paid("36757.00"),
      { judged: "exact", basic_due: "36757.00", difference_class: null },
    ],
    [
      "filed as referred",
      "TMP_REFER",
      paid("32627.00"),
      { judged: "exact", basic_due: "32627.00", difference_class: null },
    ],
    [
      "filed as travelling",
      "TMP_OTHER",
      paid("28497.00"),
      { judged: "exact", basic_due: "28497.00", difference_class: null },
    ],
    [
      "paid by another filing class",
      "TMP_OTHER",
      paid("36757.00"),
      {
        judged: "exact",
        basic_due: "28497.00",
        difference_class: "RS-RATIO",
        materiality: "material",
        fund_difference: "8260.00",
        responsible: "insured_agency",
        explaining: "filing:LT_RESIDE",
      },
    ],
    [
      "paid by a factor in the place of points",
      "TMP_REFER",
      paid("33081.30"),
      { difference_class: "RS-RATIO", fund_difference: "454.30", explaining: "mode:FACTOR" },
    ],
    [
      "paid as another group under another filing class",
      "TMP_OTHER",
      paid("35518.00"),
      { difference_class: "RS-RATIO", fund_difference: "7021.00", explaining: "filing:LT_RESIDE+group:active" },
    ],
    [
      "paid by no rule at all",
      "TMP_OTHER",
      paid("30000.00"),
      { difference_class: "RS-RATIO", fund_difference: "1503.00", explaining: null, explanations: [] },
    ],
    // Ceiling 150,000, of which 10,000 are left; large-amount insurance pays 85 % of the 26,807.25 above it, up to 400,000 a year.
    [
      "paid as if nothing of the ceiling had been spent",
      "TMP_OTHER",
      paid("28497.00"),
      { basic_due: "10000.00", large_due: "22786.16", difference_class: "RS-CAP", explaining: "ceiling:unspent" },
      spent({ basic_fund: "140000.00" }),
    ],
    [
      "paid beyond the ceiling, and by large-amount insurance all the same",
      "TMP_OTHER",
      { basic_fund: "28497.00", large_amount_fund: "22786.16", fund_total: "51283.16" },
      { difference_class: "RS-CAP", fund_difference: "18497.00", explaining: null, explanations: [] },
      spent({ basic_fund: "140000.00" }),
    ],
    [
      "paid as if large-amount insurance had paid nothing before",
      "TMP_OTHER",
      { basic_fund: "0.00", large_amount_fund: "35105.00", fund_total: "35105.00" },
      { large_due: "5000.00", difference_class: "RS-LAYER", explaining: "layer_ceiling:large_amount" },
      spent({ basic_fund: "150000.00", large_amount_fund: "395000.00" }),
    ],
    [
      "paid for a chronic disease as if its limit had not been used",
      "LT_RESIDE",
      chronic(paid("4500.00")),
      { basic_due: "500.00", difference_class: "RS-RATIO", explaining: "limit:unspent" },
    ],
    ["of an area without a policy", null, { insured_area: "130100" }, cannot("policy")],
    ["in a hospital of unknown tier", null, { deductible_level: "99" }, cannot("tier")],
    ["of a person of no known group", null, { person_type: "99" }, cannot("person_group")],
    ["without an amount", null, { total_cost: "0.00" }, cannot("amount")],
    ["with less than nothing in scope", null, { in_scope: "-1.00" }, cannot("amount")],
  ];

  test("are due what their policy says, or say why they cannot be judged", async () => {
    for (const [i, [, category, , , before]] of persons.entries()) {
      if (category) await fixture.put("filing", [{ filing_id: `F${i}`, person_no: `P${i}`, category }]);
      if (before) await fixture.put("accumulator", [{ person_no: `P${i}`, ...before }]);
    }
    const chronicPerson = persons.findIndex(([, , { care_type }]) => care_type === "14");
    await fixture.load([
      ...persons.map(([, , row], i) =>
        stay({ ...paid("36757.00"), settlement_id: `S${i}`, encounter_id: `E${i}`, person_no: `P${i}`, ...row }),
      ),
      stay(
        chronic({
          ...paid("4500.00"),
          settlement_id: "earlier",
          encounter_id: "earlier",
          person_no: `P${chronicPerson}`,
          settled_at: "2021-02-11 10:00:00",
        }),
      ),
    ]);
    await catchUp();
    const found = new Map((await fixture.rows("from resettlement")).map((row) => [row.settlement_id, row]));
    for (const [i, [who, , , expected]] of persons.entries()) expect(found.get(`S${i}`), who).toMatchObject(expected);
  });
});

function cannot(reason: string) {
  return { cannot: reason, judged: "no", fund_difference: null };
}

test("where an area's filings never came, care elsewhere cannot be judged", async () => {
  await fixture.load([stay(paid("36757.00"))]);
  await catchUp();
  expect(await answer()).toMatchObject(cannot("filing"));
});

test("without a history that is known to be complete it is held against what is possible", async () => {
  await fixture.connection.run("delete from completeness");
  await filed("TMP_OTHER");
  await fixture.load([stay(paid("20000.00"))]);
  await catchUp();
  // The ceiling may have been spent by settlements that are not here.
  expect(await answer()).toMatchObject({ judged: "interval", difference_class: null, fund_difference: "0.00" });
  await fixture.load([stay(paid("36757.00"))]);
  await catchUp();
  expect(await answer()).toMatchObject({
    judged: "interval",
    difference_class: "RS-RATIO",
    fund_difference: "8260.00",
  });
});

test("lines split by the other side's catalogue are told by it", async () => {
  const items =
    "area,item_code,item_name,list_type,item_class,charge_class,specification,dosage_form,unit,pack_size,price_limit,first_pay_ratio,restriction,special_drug,valid_from,valid_to,source,confidence,price_low,price_high,days_supply,care,share,diseases";
  const differences =
    "area,item_code,scheme,tier,item_class,first_pay_ratio,price_limit,valid_from,valid_to,source,confidence";
  const catalogue = readCatalogue(
    new Map([
      [
        "items.csv",
        `${items}\n000000,XA02ADL012A001010101098,药,101,02,09,,,盒,1,,0.1,,0,2020-01-01,,示例,illustrative,1,2,1,inpatient,1,\n`,
      ],
      [
        "provinces/110000.csv",
        `${differences}\n110000,XA02ADL012A001010101098,,,,0.2,,2020-01-01,,示例,illustrative\n`,
      ],
    ]),
  );
  await loadCharges(fixture.connection, catalogue);
  await filed("TMP_OTHER");
  const parts = { first_pay: "2000.00", in_scope: "18000.00" };
  await fixture.put("fee_line", [
    {
      item_code: "XA02ADL012A001010101098",
      quantity: "2000",
      amount: "20000.00",
      charged_at: "2021-03-05 08:00:00",
      full_self_pay: "0.00",
      over_limit: "0.00",
      ...parts,
    },
  ]);
  await fixture.load([
    stay({ total_cost: "20000.00", full_self_pay: "0.00", over_limit: "0.00", ...parts, ...paid("11799.00") }),
  ]);
  await catchUp();
  expect(await answer()).toMatchObject({
    difference_class: "RS-LINE",
    basic_due: "10419.00",
    fund_difference: "1380.00",
    explaining: "catalogue:insured",
  });
  await loadCharges(fixture.connection, { items: [], differences: [] });
});

test("a history is known from the first day of the benefit year, or from a balance on", async () => {
  await fixture.connection.run("update completeness set valid_from = date '2021-02-01'");
  await filed("TMP_OTHER");
  await fixture.load([stay(paid("28497.00"))]);
  await catchUp();
  expect(await answer()).toMatchObject({ judged: "interval", difference_class: null });
  await fixture.put("accumulator", [
    {
      insured_area: "410100",
      person_no: "P1",
      scheme: "310",
      benefit_year: "2021",
      as_of: "2021-01-31",
      admissions: 0,
    },
  ]);
  await catchUp();
  expect(await answer()).toMatchObject({ judged: "exact", difference_class: null });
});

test("a history is known only where all that counts against the same ceiling is declared", async () => {
  await fixture.connection.run("delete from completeness where care_group = 'chronic'");
  await filed("TMP_OTHER");
  // Too little; chronic care, which is not here, may have used up what the ceiling left.
  await fixture.load([stay(paid("20000.00"))]);
  await catchUp();
  expect(await answer()).toMatchObject({ judged: "interval", difference_class: null });
  await fixture.connection.run(
    "insert into completeness by name select * replace ('chronic' as care_group) from completeness",
  );
  await catchUp();
  expect(await answer()).toMatchObject({ judged: "exact", fund_difference: "-8497.00" });
});

test("an inferred policy accuses nobody, and layers it does not name are taken as they were paid", async () => {
  const text = readFileSync(new URL(`../../datasets/policies/${file}`, import.meta.url), "utf8");
  const inferred = text
    .replaceAll("confidence: illustrative", "confidence: inferred")
    .replaceAll(/ {4}layers:\n(?: {6}- .*\n)+/g, "    layers: []\n");
  await filed("TMP_OTHER");
  await fixture.load([stay({ basic_fund: "28497.00", civil_servant_fund: "1000.00", fund_total: "29497.00" })]);
  await catchUp();
  expect(await answer()).toMatchObject({ difference_class: "RS-LAYER", fund_difference: "1000.00" });
  await loadTerms(fixture.connection, [readPolicy(inferred, file)]);
  await fixture.connection.run("delete from fact_state");
  await catchUp();
  expect(await answer()).toMatchObject({ difference_class: null, fund_difference: "0.00" });
  await fixture.load([stay({ basic_fund: "28000.00", civil_servant_fund: "1000.00", fund_total: "29000.00" })]);
  await catchUp();
  expect(await answer()).toMatchObject({ difference_class: "RS-RATIO", fund_difference: "-497.00" });
  expect(await fixture.rows("select policy_defect from resettlement")).toEqual([{ policy_defect: true }]);
  await loadTerms(fixture.connection, [zhengzhou]);
});

test("an error shows where it happened, once; the clean year tells what the year comes to", async () => {
  await filed("TMP_OTHER");
  const at = (day: number, fund: string) =>
    stay({
      ...paid(fund),
      settlement_id: `S${day}`,
      encounter_id: `E${day}`,
      begin_date: `2021-0${day}-01`,
      end_date: `2021-0${day}-11`,
      settled_at: `2021-0${day}-11 10:00:00`,
    });
  // Ceiling 150,000: four stays of 28,497.00, the fifth what is left of it. The second was paid 8,260.00 too much, so the fifth gets as much less.
  const funds = ["28497.00", "36757.00", "28497.00", "28497.00", "27752.00"];
  const rows = funds.map((fund, i) => at(i + 1, fund));
  // Of the 745.00 that the ceiling cuts, 1,079.71 of cost, large-amount insurance pays 85 %.
  Object.assign(rows[4]!, { large_amount_fund: "917.75", fund_total: "28669.75" });
  await fixture.load(rows);
  await catchUp();
  const found = await fixture.rows(
    "select settlement_id, basic_due, difference_class, clean_fund_due from resettlement where difference_class is not null or fund_total <> clean_fund_due order by settlement_id",
  );
  expect(found).toEqual([
    { settlement_id: "S2", basic_due: "28497.00", difference_class: "RS-RATIO", clean_fund_due: "28497.00" },
    { settlement_id: "S5", basic_due: "27752.00", difference_class: null, clean_fund_due: "28497.00" },
  ]);
});

test("brought up by corrections, filings and reversals it equals a full run", async () => {
  await filed("TMP_OTHER");
  const visit = (n: number, row: SettlementRow = {}) =>
    stay({
      settlement_id: `S${n}`,
      encounter_id: `E${n}`,
      person_no: `P${n % 3}`,
      settled_at: `2021-0${1 + (n % 9)}-11 10:00:00`,
      ...paid("28497.00"),
      ...row,
    });
  await fixture.load([1, 2, 3, 4, 5, 6].map((n) => visit(n)));
  await catchUp();
  await fixture.load([visit(2, paid("36757.00")), visit(5, { refunded: "1" })]);
  await catchUp();
  await fixture.put("filing", [{ filing_id: "F2", person_no: "P2", category: "LT_RESIDE" }]);
  await fixture.put("accumulator", [
    {
      insured_area: "410100",
      person_no: "P0",
      scheme: "310",
      benefit_year: "2021",
      as_of: "2021-02-01",
      admissions: 1,
      basic_fund: "140000.00",
      in_scope: "160000.00",
      deductible_paid: "900.00",
    },
  ]);
  await catchUp();
  await fixture.put("filing", [{ filing_id: "F1", category: "TMP_OTHER", valid: "0" }]);
  await catchUp();
  const { incremental, full } = await rebuilt();
  expect(incremental.length).toBe(5);
  expect(incremental).toEqual(full);
});

test("where most payments contradict the policy the file is in question, until they no longer do", async () => {
  await filed("TMP_OTHER");
  const visits = (from: number, to: number, fund: string) =>
    Array.from({ length: to - from }, (_, i) =>
      stay({ settlement_id: `S${from + i}`, encounter_id: `E${from + i}`, person_no: `P${from + i}`, ...paid(fund) }),
    );
  const filings = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({
      filing_id: `G${from + i}`,
      person_no: `P${from + i}`,
      category: "TMP_OTHER",
    }));
  const doubted = async () =>
    fixture.rows(
      "select count(*)::integer as claims, count(*) filter (policy_defect)::integer as doubted from resettlement",
    );
  await fixture.put("filing", filings(0, 60));
  await fixture.load([...visits(0, 15, "20000.00"), ...visits(15, 60, "28497.00")]);
  await catchUp();
  expect(await doubted()).toEqual([{ claims: 60, doubted: 15 }]);
  await fixture.put("filing", filings(60, 90));
  await fixture.load(visits(60, 90, "28497.00"));
  await catchUp();
  expect(await doubted()).toEqual([{ claims: 90, doubted: 0 }]);
  const { incremental, full } = await rebuilt();
  expect(incremental).toEqual(full);
});
