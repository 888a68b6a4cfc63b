import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { readPolicy } from "../../../datasets/policies/policies.ts";
import { listedItem } from "../reference/listed-item.ts";
import { type DeclaredDays, SettleFixture } from "../settle.fixture.ts";
import { groundsChanged, touchByGrounds } from "./grounds.ts";

const settle = await SettleFixture.create();
const { facts } = settle;

const text = (name: string) =>
  readFileSync(new URL(`../../../datasets/policies/areas/${name}.yaml`, import.meta.url), "utf8");
const zhengzhou = readPolicy(text("410100-310"), "areas/410100-310.yaml");
const changed = readPolicy(text("410100-310").replaceAll("[900]", "[800]"), "own/410100-310.yaml");
const commented = readPolicy(`# ours\n${text("410100-310")}`, "own/410100-310.yaml");
const chengdu = readPolicy(text("510100-310"), "areas/510100-310.yaml");
const beijing = readPolicy(text("110000-310"), "areas/110000-310.yaml");

const drug = (first_pay_ratio: string) => listedItem("XA01", "test", { item_class: "02", first_pay_ratio });
const service = listedItem("0110", "test", { list_type: "201" });
const national = (ratio: string): Catalogue => ({ items: [drug(ratio), service], differences: [] });
const inShanghai: Catalogue = {
  ...national("0.1"),
  differences: [
    {
      area: "310000",
      item_code: "XA01",
      scheme: "",
      tier: "",
      item_class: "",
      first_pay_ratio: "0.2",
      price_limit: "",
      valid_from: "2020-01-01",
      valid_to: "",
      source: "test",
      confidence: "illustrative",
    },
  ],
};

const ofYear = (area: string, scheme: string, year: string): DeclaredDays => [
  area,
  scheme,
  "inpatient",
  `${year}-01-01`,
  `${year}-12-31`,
];
const year = ofYear("410100", "310", "2021");
const firstHalf: DeclaredDays = ["410100", "310", "inpatient", "2021-01-01", "2021-06-30"];

/** Three of Zhengzhou (two in Beijing, one in Shanghai), one of Chengdu; a drug on the bills of P1 and P2. */
const stays = [
  { person_no: "P0", settled_at: "2021-02-11 10:00:00", end_date: "2021-02-11" },
  { person_no: "P1", settled_at: "2021-08-11 10:00:00", end_date: "2021-08-11" },
  { person_no: "P2", institution_code: "H31010100009", care_area: "310000" },
  { person_no: "P3", insured_area: "510100" },
].map((row, i) => ({
  settlement_id: `S${i}`,
  encounter_id: `E${i}`,
  begin_date: "2021-02-01",
  person_type: "12",
  total_cost: "20000.00",
  basic_fund: "14000.00",
  fund_total: "14000.00",
  ...row,
}));
const lines = stays.map(({ settlement_id, encounter_id, person_no, ...stay }) => ({
  ...("insured_area" in stay ? { insured_area: stay.insured_area } : {}),
  ...("institution_code" in stay ? { institution_code: stay.institution_code } : {}),
  settlement_id,
  encounter_id,
  item_code: person_no === "P1" || person_no === "P2" ? "XA01" : "0110",
  amount: "20000.00",
}));

beforeAll(async () => {
  await asItWas();
  await facts.put(
    "filing",
    stays.map(({ person_no, ...stay }, i) => ({
      filing_id: `F${i}`,
      person_no,
      area: "care_area" in stay ? stay.care_area : "110000",
      ...("insured_area" in stay ? { insured_area: stay.insured_area } : {}),
    })),
  );
  await facts.load(stays);
  await facts.put("fee_line", lines);
  await settle.catchUp();
});

async function asItWas() {
  await settle.inForce([zhengzhou, chengdu]);
  await settle.listed(national("0.1"));
  await settle.declare([year]);
}

describe("touches only those whose claims rest on what changed", () => {
  const changes: [string, () => Promise<void>, string[]][] = [
    ["another version of an area's file", () => settle.inForce([changed, chengdu]), ["P0", "P1", "P2"]],
    ["a file withdrawn", () => settle.inForce([zhengzhou]), ["P3"]],
    ["the file of an area nobody comes from", () => settle.inForce([zhengzhou, chengdu, beijing]), []],
    ["a comment in a file", () => settle.inForce([commented, chengdu]), []],
    ["an item of the nation", () => settle.listed(national("0.3")), ["P1", "P2"]],
    ["an item of one province", () => settle.listed(inShanghai), ["P2"]],
    ["an item taken off the list", () => settle.listed({ items: [drug("0.1")], differences: [] }), ["P0", "P3"]],
    ["a year of another scheme", () => settle.declare([year, ofYear("410100", "390", "2021")]), []],
    ["half a year", () => settle.declare([firstHalf]), ["P0", "P1", "P2"]],
    ["a further area", () => settle.declare([year, ofYear("510100", "310", "2021")]), ["P3"]],
    ["days without care", () => settle.declare([year, ofYear("510100", "310", "2022")]), []],
  ];

  test.each(changes)("%s", async (_, change, expected) => {
    await change();
    await facts.connection.run("create or replace temp table touched_person (person_id uuid)");
    await touchByGrounds(facts.connection);
    const touched = await facts.rows(
      "select distinct person_no from claim semi join touched_person using (person_id) order by 1",
    );
    expect(touched.map(({ person_no }) => person_no)).toEqual(expected);
    expect(await groundsChanged(facts.connection)).toBe(false);
    await asItWas();
    await touchByGrounds(facts.connection);
  });
});

test("is written down with the rows or not at all, and brought up with a batch", async () => {
  const before = await facts.rows("from resettled_under order by all");
  await settle.inForce([changed, chengdu]);
  await facts.connection.run("alter table policy_layer rename to hidden");
  await expect(settle.catchUp()).rejects.toThrow(/policy_layer/);
  expect(await facts.rows("from resettled_under order by all")).toEqual(before);
  await facts.connection.run("alter table hidden rename to policy_layer");
  await facts.load([{ ...stays[3]!, basic_fund: "13000.00", fund_total: "13000.00" }]);
  await facts.connection.run("update resettlement set cannot = 'as it was' where insured_city = '410100'");
  expect(await settle.catchUp()).toMatchObject({
    rebuilt: [],
    refreshed: ["person_resolution", "claim", "line", "resettlement"],
  });
  const { incremental, full } = await settle.beside();
  expect(incremental).toEqual(full);
  expect(await settle.catchUp()).toMatchObject({ rebuilt: [], refreshed: [] });
});

test("a term keeps its number whatever other files say", async () => {
  const numbers = () =>
    facts.rows(
      "select term, tier, filing, care_group, disease from policy_term where policy_id like '510100%' order by all",
    );
  const before = await numbers();
  await settle.inForce([beijing, changed, chengdu]);
  expect(await numbers()).toEqual(before);
  const [{ twice } = {}] = await facts.rows("select count(*) - count(distinct term) as twice from policy_term");
  expect(twice).toBe("0");
});
