import { expect, test } from "vitest";
import { commonStep, measureText, written } from "./measures.ts";

const visits = measureText("visits", undefined, "zh");
const money = measureText("fund_total", undefined, "zh");

test("labels of one chart share a step and its unit", () => {
  const step = commonStep([312_000, 73_000, null], visits, "zh");
  expect([step.unit, step.write(312_000), step.write(73_000), step.write(null)]).toEqual([
    "万人次",
    "31.20",
    "7.30",
    "—",
  ]);
});

test("small values keep their digits where there is room for them", () => {
  const values = [1_070, 42];
  expect(commonStep(values, visits, "en").write(42)).toBe("0.04");
  const fine = commonStep(values, visits, "en", true);
  expect([fine.unit, fine.write(1_070), fine.write(42)]).toEqual(["人次", "1,070", "42"]);
});

test("places shrink as figures grow", () => {
  expect(commonStep(["56123000000.00"], money, "zh").write("56123000000.00")).toBe("561.2");
  expect(commonStep(["561230000000.00"], money, "zh").write("561230000000.00")).toBe("5,612");
});

test("a measure only the server knows is written by its definition", () => {
  const label = { zh: "次均费用", en: "Cost per visit" };
  const text = { zh: "", en: "" };
  const measure = {
    id: "x",
    label,
    unit: "yuan",
    kind: "quotient" as const,
    population: text,
    formula: text,
    source: "",
    digits: 2,
  };
  const known = measureText("x", { measures: [measure], dimensions: [] }, "zh");
  expect(known).toMatchObject({ label: "次均费用", kind: "money", additive: false });
  expect(written("24278.00", known, "zh")).toBe("2.43 万元");
});
