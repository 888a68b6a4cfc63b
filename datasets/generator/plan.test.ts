import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { makePlan } from "./plan.ts";
import { populations } from "./populations.ts";
import { slicesOf } from "./slices.ts";

const inpatient = (plan: ReturnType<typeof makePlan>, from: string) =>
  plan.cells.find(({ population, period }) => population.id === "inpatient" && period.from === from);

describe("makePlan", () => {
  it("keeps published figures to the fen and the visit at the default scale", () => {
    const cell = inpatient(makePlan({}), "2021-01")!;
    expect(cell.visits).toBe(39_762);
    expect(cell.total).toBe(96_533_000_000_00n / 100n);
    expect(cell.fund).toBe(56_123_000_000_00n / 100n);
    expect(cell.months.reduce((sum, { visits }) => sum + visits, 0)).toBe(39_762);
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

  it("takes the national mix of 2024 for settlements wanted, at a whole scale", () => {
    const { scale, from, to, cells } = makePlan({ settlements: 100_000 });
    const of = (care: string) =>
      cells.reduce((sum, { population, visits }) => sum + (population.care === care ? visits : 0), 0);
    const all = cells.reduce((sum, cell) => sum + cell.visits, 0);
    expect([Number.isInteger(scale), from, to]).toEqual([true, "2024-01-01", "2024-12-31"]);
    expect(all).toBeGreaterThan(95_000);
    expect(all).toBeLessThan(101_000);
    const shares = ["inpatient", "outpatient", "chronic", "pharmacy"].map((care) => Math.round((100 * of(care)) / all));
    expect(shares).toEqual([6, 65, 4, 25]);
  });

  it("takes stays as asked for, and keeps the rest small where only they are", () => {
    const visitsOf = (options: object, care: string) =>
      makePlan(options).cells.reduce((sum, { population, visits }) => sum + (population.care === care ? visits : 0), 0);
    const stays = visitsOf({ stays: 50_000 }, "inpatient");
    expect(Math.abs(stays / 50_000 - 1)).toBeLessThan(0.01);
    expect(visitsOf({ stays: 50_000 }, "outpatient")).toBeLessThan(0.07 * stays);
    expect(visitsOf({ stays: 50_000, settlements: 100_000 }, "outpatient")).toBeGreaterThan(0.5 * stays);
    expect(visitsOf({ stays: 50_000, settlements: 100_000 }, "inpatient")).toBe(stays);
  });

  it.each([
    [{ from: "2019-01-01", to: "2019-12-31" }],
    [{ from: "2021-02-30" }],
    [{ from: "2021-06-01", to: "2021-01-01" }],
    [{ settlements: 0 }],
    [{ scale: 1.5 }],
    [{ stays: -1 }],
    [{ linesPerStay: 0 }],
  ])("refuses %j", (options) => {
    expect(() => makePlan(options)).toThrow(/generate: .*expected/);
  });
});

describe("slicesOf", () => {
  it("divides visits and money without losing any, and numbers visits through", () => {
    const plan = makePlan({ settlements: 3_000_000 });
    const slices = slicesOf(plan);
    expect(slices.length).toBeGreaterThan(2);
    for (const cell of plan.cells) {
      const parts = slices.flatMap(({ cells }) => cells.filter((part) => part.cell === cell.cell));
      expect(parts.reduce((sum, { visits }) => sum + visits, 0)).toBe(cell.visits);
      expect(parts.reduce((sum, { total }) => sum + total, 0n)).toBe(cell.total);
      expect(parts.reduce((sum, { fund }) => sum + fund, 0n)).toBe(cell.fund);
    }
    const sizes = slices.map(({ cells }) => cells.reduce((sum, { visits }) => sum + visits, 0));
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.01);
    expect(slices.map(({ firstVisit }) => firstVisit)).toEqual(
      sizes.map((_, n) => sizes.slice(0, n).reduce((sum, size) => sum + size, 0)),
    );
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
    if (amount === "total") return; // Not published with the visits since.
    for (const year of [2022, 2023, 2024, 2025]) {
      expect(ours("inpatient", year)).toBeCloseTo(published("inpatient", year), 6);
    }
    for (const population of ["outpatient", "chronic", "pharmacy"]) {
      // 1.56 亿 is published as such, other visits in 万.
      const unit = amount === "visits" && population === "outpatient" ? 10_000 : 1;
      expect(ours(population, 2024)).toBeCloseTo(published(population, 2024) * unit, 6);
    }
    for (const year of [2022, 2023, 2025]) {
      const parts = ["outpatient", "chronic", "pharmacy"].map((population) => ours(population, year));
      const unit = amount === "visits" && year !== 2022 ? 10_000 : 1;
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(published("outpatient_all", year) * unit, 6);
    }
  });
});
