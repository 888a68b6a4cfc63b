import { expect, it } from "vitest";
import { regionSeed } from "../../facts/regions.ts";
import { type Declaration, declarationText, parseDeclaration } from "./declaration.ts";
import { periodsOf } from "./periods.ts";

const regions = regionSeed();
const parse = (text: string) => parseDeclaration(text, regions);

it.each([
  ["410100=complete", { area: "410100", scheme: null, care: null, from: null, to: null, state: "complete" }],
  ["410000:390=cross_province_only", { area: "410000", scheme: "390", care: null, state: "cross_province_only" }],
  ["410100::chronic=unknown@2021-01-01..", { scheme: null, care: "chronic", from: "2021-01-01", to: null }],
  ["000000:310:inpatient=complete@2020-01-01..2021-12-31", { from: "2020-01-01", to: "2021-12-31" }],
])("reads %s and writes it again", (text, expected) => {
  expect(parse(text)).toMatchObject(expected);
  expect(declarationText(parse(text))).toBe(text);
});

it.each([
  ["410100", /expected AREA\[:SCHEME\[:CARE\]\]=STATE/],
  ["419998=complete", /expected a pooling area, a province, or 000000 for all, got 419998/],
  ["410100:330=complete", /expected one of 310, 390, got 330/],
  ["410100:310:dental=complete", /one of inpatient, .*, got dental/],
  ["410100=whole", /one of complete, cross_province_only, unknown, got whole/],
  ["410100=complete@2021-02-31..", /a day as 2021-01-31, got 2021-02-31/],
  ["410100=complete@2021-02-01..2021-01-31", /a day from 2021-02-01 on, got 2021-01-31/],
])("refuses %s", (text, message) => {
  expect(() => parse(text)).toThrow(message);
});

const areas = [
  { code: "410100", province: "410000" },
  { code: "410200", province: "410000" },
  { code: "110000", province: "110000" },
];
const periods = (...texts: string[]) =>
  periodsOf(
    texts.map((text, i) => ({ number: i + 1, declaration: parse(text) as Declaration })),
    areas,
  );

it("means every area of a province, both schemes and all care, unless it says otherwise", () => {
  expect(periods("410000=complete").length).toBe(2 * 2 * 4);
  expect(periods("000000:310:inpatient=complete").map(({ area }) => area)).toEqual(["410100", "410200", "110000"]);
});

it("counts where it speaks, over what was said before", () => {
  const inpatient = periods(
    "410100:310:inpatient=complete@2020-01-01..2022-12-31",
    "410100:310=unknown@2021-01-01..2021-12-31",
    "410100:310:inpatient=complete@2023-01-01..2023-12-31",
    "410100:310:inpatient=complete@2021-07-01..2021-12-31",
  ).filter(({ care_group }) => care_group === "inpatient");
  expect(
    inpatient.map(({ valid_from, valid_to, state, declaration }) => [valid_from, valid_to, state, declaration]),
  ).toEqual([
    ["2020-01-01", "2020-12-31", "complete", 1],
    ["2021-01-01", "2021-06-30", "unknown", 2],
    ["2021-07-01", "2023-12-31", "complete", 4],
  ]);
});

it("is replaced wholly by one without ends", () => {
  expect(
    periods("110000:310:chronic=complete@2020-01-01..2020-12-31", "110000=unknown").filter(
      ({ scheme, care_group }) => scheme === "310" && care_group === "chronic",
    ),
  ).toEqual([
    {
      declaration: 2,
      area: "110000",
      scheme: "310",
      care_group: "chronic",
      valid_from: "1900-01-01",
      valid_to: "9999-12-31",
      state: "unknown",
    },
  ]);
});
