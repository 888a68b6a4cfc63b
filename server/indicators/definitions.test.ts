import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { cubes } from "../facts/cubes/cubes.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { scoped } from "../store/scope.ts";
import { dimensions } from "./dimension.ts";
import { definitionsIn, isAdditive, isSummed, measures } from "./measure.ts";
import medianCostPerStay from "./measures/median_cost_per_stay.ts";
import persons from "./measures/persons.ts";
import { Sums, summedFigure } from "./summed.ts";

test("a new file is a new definition, and its name is its id", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "measures-"));
  writeFileSync(path.join(folder, "fresh.ts"), 'export default { id: "fresh" };\n');
  const home = pathToFileURL(`${folder}/`);
  expect([...(await definitionsIn(home)).keys()]).toEqual(["fresh"]);
  writeFileSync(path.join(folder, "other.ts"), 'export default { id: "another" };\n');
  await expect(definitionsIn(home)).rejects.toThrow(/file name and id must agree/);
});

test("every measure names columns of the dictionary, and only a sum may be summed", async () => {
  for (const measure of (await measures()).values()) {
    for (const need of measure.needs) {
      const [table = "", column = ""] = need.split(".");
      expect(loadDictionary().table(table).columns.has(column), need).toBe(true);
    }
    expect("sum" in measure).toBe(isAdditive(measure));
    expect("denominator" in measure).toBe(isSummed(measure) && !isAdditive(measure));
  }
});

test("the dimensions of the contract are there", async () => {
  expect([...(await dimensions()).keys()]).toEqual([
    ...["care", "care_city", "care_group", "care_scope", "care_type", "city_pair", "credential", "disease"],
    ...["drug_channel", "filing_class", "insured", "insured_city", "month"],
    ...["pair", "route", "scheme", "tier", "year"],
  ]);
});

test("what is counted cannot be taken for a sum: neither by type nor by code", () => {
  for (const measure of [persons, medianCostPerStay]) {
    expect(isSummed(measure)).toBe(false);
    // @ts-expect-error a counted measure has no expression over cells
    expect(() => summedFigure(measure, new Sums())).toThrow(TypeError);
  }
});

test("every cube says which of its columns are regions", () => {
  for (const { name, columns } of cubes) {
    for (const side of ["insured", "care"] as const) {
      const own = { ...nationalPrincipal, scope: { all: false, side, provinces: ["410000"] } as const };
      const limits = scoped(own, name).text.includes(`"${side}_province" in (?)`);
      expect(limits, `${name} by ${side}`).toBe(columns.includes(`${side}_province`));
    }
  }
});
