import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadPublished } from "./published.ts";
import { compare } from "./published-arithmetic.ts";
import { amountOf } from "./published-formulas.ts";

const file = new URL("../../../shared/data/national-stats/national_medical_insurance_2012_2025.csv", import.meta.url);
const absent = !existsSync(file);
if (absent) console.warn("skipped: the national series (../shared/data/national-stats) is not here to compare with");

interface Row {
  year: string;
  indicator: string;
  value: string;
  unit: string;
  yoy: string;
  source: string;
  source_url: string;
}

/** Care across provinces, and the yearly totals of care away from home. */
function rows(): Row[] {
  const [header = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  const names = header.replace(/^\uFEFF/, "").split(",");
  return lines
    .map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])) as unknown as Row)
    .filter(({ indicator }) => indicator.includes("跨省") || /^异地就医.*（年度统计公报）$/.test(indicator));
}

describe.skipIf(absent)("the national series", () => {
  const figures = loadPublished();

  test("holds 38 rows or more on care across provinces", () => {
    expect(rows().length).toBeGreaterThanOrEqual(38);
  });

  test("every row is carried over: same indicator, year, value, unit, bulletin, address", () => {
    const differing = rows().filter(({ year, indicator, value, unit, source, source_url }) => {
      const figure = figures.find(
        (one) =>
          one.source.sentence === indicator &&
          one.to === `${year}-12` &&
          one.source.title === source &&
          !one.measure.endsWith("_growth"),
      );
      if (!figure || figure.unit !== unit || figure.source.url !== source_url) return true;
      return compare(amountOf(figure), amountOf({ value, unit })) !== 0;
    });
    expect(differing).toEqual([]);
  });

  test("so is every growth rate of them", () => {
    const rates = rows().filter((row) => row.yoy);
    expect(rates.length).toBeGreaterThan(0);
    const missing = rates.filter(
      ({ year, indicator, yoy }) =>
        !figures.some(
          (one) =>
            one.source.sentence === indicator &&
            one.measure.endsWith("_growth") &&
            one.to === `${year}-12` &&
            `${one.value}%` === yoy,
        ),
    );
    expect(missing).toEqual([]);
  });
});
