import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadPublished, ofPopulation, type PublishedFigure } from "./published.ts";
import { add, compare, decimal, divide, multiply, rational, toDecimal } from "./published-arithmetic.ts";
import { amountOf, formulas, quotientRange } from "./published-formulas.ts";
import { agrees, impliedRange, intervalOf } from "./published-intervals.ts";

const figures = loadPublished();
const figure = (id: string): PublishedFigure => {
  const found = figures.find((one) => one.id === id);
  if (!found) throw new Error(`no published figure ${id}`);
  return found;
};
const amount = (id: string) => amountOf(figure(id));

describe("golden figures, from published components by exact fractions", () => {
  test("2021 January to November: 58.1 % and 1.41 万元 from 561.23, 965.33, 397.62", () => {
    const published = (id: string) => figure(`cctv-2021-12-10.inpatient.${id}`);
    expect(["fund_total", "total_cost", "visits"].map((id) => published(id).value)).toEqual([
      "561.23",
      "965.33",
      "397.62",
    ]);
    const fund_total = amountOf(published("fund_total"));
    const total_cost = amountOf(published("total_cost"));
    const visits = amountOf(published("visits"));
    const ratio = formulas.fund_ratio({ fund_total, total_cost });
    const saved = formulas.reduced_advance({ fund_total, visits });
    expect(toDecimal(ratio, 6)).toBe("0.581387");
    expect(toDecimal(saved, 2)).toBe("14114.73");
    expect(agrees(ratio, published("fund_ratio"))).toBe("rounded");
    expect(agrees(saved, published("reduced_advance"))).toBe("rounded");
  });

  test.each([
    ["2022.henan.outpatient.reduced_advance", "156.39"],
    ["2022.henan.chronic.reduced_advance", "777.81"],
  ])("%s is %s yuan", (id, yuan) => {
    const { of, ...published } = figure(id);
    const saved = formulas.reduced_advance({ fund_total: amount(of!.fund_total), visits: amount(of!.visits) });
    expect(toDecimal(saved, 2)).toBe(yuan);
    expect(published.value).toBe(yuan);
    expect(agrees(saved, published)).toBe("rounded");
  });

  test("2017: 1.36 万元 lies in the interval of 5.6 亿元 ÷ 4.1 万人次, though the quotient of the printed numbers rounds to 1.37", () => {
    const fund = figure("web-2017-09.fund_total");
    const visits = figure("web-2017-09.visits");
    const published = figure("web-2017-09.reduced_advance");
    const saved = formulas.reduced_advance({ fund_total: amountOf(fund), visits: amountOf(visits) });
    expect(toDecimal(saved, 2)).toBe("13658.54");
    expect(toDecimal(divide(saved, rational(10_000n)), 2)).toBe("1.37");
    expect(agrees(saved, published)).toBe("truncated");
    expect(agrees(saved, { ...published, ...impliedRange(published.value) })).toBeNull();
    const { low, high } = quotientRange(fund, visits);
    expect([toDecimal(low, 2), toDecimal(high, 2)]).toEqual(["13373.49", "13950.62"]);
    expect(compare(low, amountOf(published))).toBeLessThan(0);
    expect(compare(high, amountOf(published))).toBeGreaterThan(0);
  });

  test("2017: the four shares of filings add up to 100", () => {
    const shares = ["retired", "resident", "posted", "referred"].map((id) =>
      decimal(figure(`web-2017-09.mix.${id}`).value),
    );
    expect(toDecimal(shares.reduce(add), 1)).toBe("100.0");
  });

  test("2024: visits and fund paid of the parts add up to the totals within their rounding", () => {
    const parts = ["inpatient", "outpatient", "chronic", "pharmacy"];
    const visits = parts.map((part) => amount(`2024.${part}.visits`)).reduce(add);
    expect(toDecimal(visits, 0)).toBe("238882900");
    expect(agrees(visits, figure("2024.all.visits"))).toBe("truncated");
    const fund = parts.map((part) => amount(`2024.${part}.fund_total`)).reduce(add);
    expect(toDecimal(divide(fund, rational(10n ** 8n)), 2)).toBe("1947.24");
    const slack = parts.map((part) => impliedRange(figure(`2024.${part}.fund_total`).value));
    const low = slack.map((range) => decimal(range.low)).reduce(add);
    const high = slack.map((range) => decimal(range.high)).reduce(add);
    expect(compare(low, decimal(figure("2024.all.fund_total").value))).toBeLessThanOrEqual(0);
    expect(compare(high, decimal(figure("2024.all.fund_total").value))).toBeGreaterThan(0);
  });

  test("2024: fund paid grew by 26.71 % over the two parts of 2023, the direct-settlement rate of 2020 is 300.23 of 585", () => {
    const before = add(amount("2023.inpatient.fund_total"), amount("2023.outpatient_all.fund_total"));
    expect(agrees(before, figure("2023.all.fund_total"))).toBe("rounded");
    const growth = formulas.growth({ now: amount("2024.all.fund_total"), before });
    expect(agrees(growth, figure("2024.all.fund_total_growth"))).toBe("rounded");
    const rate = divide(amount("2020.inpatient.visits"), amount("2020.inpatient.visits_any_route"));
    expect(agrees(rate, figure("2020.inpatient.direct_settlement_rate"))).toBe("rounded");
  });

  test("Henan: the headline 2.76 万家 is 27,670 cut off, not rounded; 34.6 times the target of 800", () => {
    const institutions = amount("zhengzhou-2023-02.institutions");
    expect(agrees(institutions, figure("zhengzhou-2023-02.institutions_truncated"))).toBe("truncated");
    const multiple = divide(institutions, amount("zhengzhou-2023-02.institutions_target"));
    expect(agrees(multiple, figure("zhengzhou-2023-02.target_multiple"))).toBe("rounded");
  });
});

describe("intervals", () => {
  test.each([
    ["1.36", "rounded", "1.355", "1.365"],
    ["1.36", "rounded_or_truncated", "1.355", "1.37"],
    ["2.76", "truncated", "2.76", "2.77"],
    ["7226", "exact", "7226", "7226"],
    ["1600", "near", "1500", "1600"],
    ["319", "about", "318", "320"],
    ["949.60", "about", "949.50", "949.70"],
    ["1000", "over", "1000", null],
    ["2", "at_most", null, "2"],
  ] as const)("%s %s is [%s, %s)", (value, precision, low, high) => {
    expect(intervalOf(value, precision)).toEqual({ low, high });
  });

  test("every figure lies in its own interval", () => {
    const outside = figures.filter(
      ({ value, low, high }) =>
        (low !== null && compare(decimal(low), decimal(value)) > 0) ||
        (high !== null && compare(decimal(high), decimal(value)) < 0),
    );
    expect(outside.map(({ id }) => id)).toEqual([]);
  });

  test("a number agrees with its own rounding, by rounding or exactly, and its cut-off lies at or below", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.bigInt({ min: 1n, max: 10n ** 6n }),
        fc.integer({ min: 0, max: 4 }),
        (n, d, digits) => {
          const computed = rational(n, d);
          const value = toDecimal(computed, digits);
          expect(["exact", "rounded"]).toContain(agrees(computed, { value, unit: "元", ...impliedRange(value) }));
          expect(compare(decimal(toDecimal(computed, digits, "truncate")), computed)).toBeLessThanOrEqual(0);
        },
      ),
    );
  });

  test("rounding is half away from zero, and nothing but plain decimals is read", () => {
    expect([toDecimal(decimal("0.125"), 2), toDecimal(decimal("-0.125"), 2), toDecimal(decimal("-0.001"), 2)]).toEqual([
      "0.13",
      "-0.13",
      "0.00",
    ]);
    expect(toDecimal(multiply(decimal("9999999999999999.99"), decimal("100")), 0)).toBe("999999999999999999");
    for (const text of ["1e8", "1,000", "", "NaN", ".5"]) expect(() => decimal(text)).toThrow(RangeError);
    expect(() => rational(1n, 0n)).toThrow(RangeError);
  });
});

describe("loadPublished", () => {
  test("covers the cross-province series of every year from 2017 to 2025", () => {
    const years = ofPopulation(figures, "cross_province.inpatient").flatMap(({ measure, to }) =>
      measure === "visits" ? [to?.slice(0, 4)] : [],
    );
    expect([...new Set(years)].sort()).toEqual([
      "2017",
      "2018",
      "2019",
      "2020",
      "2021",
      "2022",
      "2023",
      "2024",
      "2025",
    ]);
  });

  test("a population is a scope, or a scope and a group", () => {
    expect(ofPopulation(figures).length).toBe(figures.length);
    expect(new Set(ofPopulation(figures, "cross_region").map((one) => one.care_scope))).toEqual(
      new Set(["cross_region"]),
    );
    expect(new Set(ofPopulation(figures, "cross_province.chronic").map((one) => one.care_group))).toEqual(
      new Set(["chronic"]),
    );
  });

  test.each([
    ["a wrong shape", "figures: [{ id: a }]", /x\.yaml, \/figures\/0: expected/],
    [
      "a figure without a unit",
      "figures: [{ id: a, zh: 甲, en: a, value: '1', source: s, measure: visits }]",
      /figure a, \/unit: expected be string/,
    ],
    [
      "an unknown source",
      "figures: [{ id: a, zh: 甲, en: a, value: '1', source: t }]",
      /a: expected a source of this file, got t/,
    ],
  ])("%s is refused with file and place", (_, text, message) => {
    const folder = mkdtempSync(join(tmpdir(), "published-"));
    mkdirSync(join(folder, "sources"));
    writeFileSync(
      join(folder, "x.yaml"),
      `sources: { s: { title: t, confidence: official } }\ndefaults: { region: "000000" }\n${text}\n`,
    );
    expect(() => loadPublished(pathToFileURL(`${folder}/`))).toThrow(message);
  });
});
