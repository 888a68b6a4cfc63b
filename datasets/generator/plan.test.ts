import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { makePlan } from "./plan.ts";
import { populations } from "./populations.ts";

const inpatient = (plan: ReturnType<typeof makePlan>, from: string) =>
  plan.cells.find(({ population, period }) => population.id === "inpatient" && period.from === from);

describe("makePlan", () => {
  it("keeps published figures to the fen and the visit at the default scale", () => {
    const cell = inpatient(makePlan({}), "2021-01")!;
    expect(cell.visits).toBe(79_524);
    expect(cell.total).toBe(96_533_000_000_00n / 50n);
    expect(cell.fund).toBe(56_123_000_000_00n / 50n);
    expect(cell.months.reduce((sum, { visits }) => sum + visits, 0)).toBe(79_524);
  });

  it("follows the month curve where the days asked for cut a period, and days inside a month", () => {
    const months = [31.0, 22.0, 38.0, 37.0, 38.5, 37.5, 39.0, 35.5, 37.0, 38.1, 44.02];
    const share = (31.0 + 22.0 / 2) / months.reduce((sum, weight) => sum + weight, 0);
    const cell = inpatient(makePlan({ from: "2021-01-01", to: "2021-02-14", scale: 10 }), "2021-01")!;
    expect(cell.share).toBeCloseTo(share, 12);
    expect(cell.visits).toBe(Math.round((3_976_200 * share) / 10));
    expect(cell.months.map(({ firstDay, days }) => [firstDay, days])).toEqual([
      ["2021-01-01", 31],
      ["2021-02-01", 14],
    ]);
  });

  it("derives a whole scale from the rows wanted", () => {
    const { scale, cells } = makePlan({ settlements: 20_000 });
    const visits = cells.reduce((sum, cell) => sum + cell.visits, 0);
    expect(Number.isInteger(scale)).toBe(true);
    expect(visits).toBeGreaterThan(17_000);
    expect(visits).toBeLessThan(20_000);
  });

  it.each([
    [{ from: "2019-01-01", to: "2019-12-31" }],
    [{ from: "2021-02-30" }],
    [{ from: "2021-06-01", to: "2021-01-01" }],
    [{ settlements: 0 }],
    [{ scale: 1.5 }],
  ])("refuses %j", (options) => {
    expect(() => makePlan(options)).toThrow(/generate: .*expected/);
  });
});

describe("populations.yaml", () => {
  it.each(["visits", "total", "fund"] as const)("follows datasets/published in %s", (amount) => {
    const file = new URL("../published/national-series.yaml", import.meta.url);
    const { figures } = parse(readFileSync(file, "utf8")) as { figures: { id: string; value: string }[] };
    const published = (population: string, year: number) => {
      const measure = { visits: "visits", total: "total_cost", fund: "fund_total" }[amount];
      return Number(figures.find(({ id }) => id === `${year}.${population}.${measure}`)?.value);
    };
    const ours = (population: string, year: number) =>
      populations
        .find(({ id }) => id === population)!
        .periods.filter(({ from }) => from.startsWith(String(year)))
        .reduce((sum, period) => sum + Number(period[amount]), 0);
    expect(ours("inpatient", 2020)).toBeCloseTo(published("inpatient", 2020), 6);
    expect(ours("inpatient", 2021)).toBeCloseTo(published("inpatient", 2021), 6);
    expect(ours("outpatient", 2021)).toBeCloseTo(published("outpatient", 2021), 6);
  });
});
