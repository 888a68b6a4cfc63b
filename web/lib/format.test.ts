import { expect, test } from "vitest";
import { decimal, times, toFixed } from "./decimal.ts";
import { exact, inStep, percent, quantity, stepFor } from "./format.ts";

test.each([
  ["9999.995", "1.00", "万元"],
  ["9999.994", "9,999.99", "元"],
  ["-9999.995", "−1.00", "万元"],
  ["99999999.99", "1.00", "亿元"],
  ["99994999.99", "9,999.50", "万元"],
  ["56123000000.00", "561.23", "亿元"],
  ["14114.73", "1.41", "万元"],
  ["0.00", "0.00", "元"],
  [null, "—", ""],
])("money %s reads %s %s", (value, figure, unit) => {
  expect(quantity(value, "money", "zh", "元")).toEqual({ figure, unit });
});

test.each([
  [3976200, "397.62", "万人次"],
  [9999, "9,999", "人次"],
  [10000, "1.00", "万人次"],
  [-31, "−31", "人次"],
])("count %s reads %s %s", (value, figure, unit) => {
  expect(quantity(value, "count", "zh", "人次")).toEqual({ figure, unit });
});

test.each([
  ["56123000000", "56.12B", "yuan"],
  ["999.995", "1.00K", "yuan"],
  ["999999.99", "1.00M", "yuan"],
  ["12.5", "12.50", "yuan"],
])("English money %s reads %s %s", (value, figure, unit) => {
  expect(quantity(value, "money", "en", "yuan")).toEqual({ figure, unit });
});

test("ratios show one decimal, rounded half up from the exact digits", () => {
  expect(percent("0.581387")).toBe("58.1");
  expect(percent("0.5815")).toBe("58.2");
  expect(percent(null)).toBe("—");
  expect(percent("-0.0005")).toBe("−0.1");
});

test("exact money keeps every digit beyond what a double holds", () => {
  expect(exact("90071992547409931.23")).toBe("90,071,992,547,409,931.23");
  expect(toFixed(times(decimal("90071992547409.93")!, 50), 2)).toBe("4503599627370496.50");
});

test("a step chosen once serves every label of a chart", () => {
  const step = stepFor("1234567", "zh");
  expect([inStep("1234567", step, 1), inStep("4000", step, 1), inStep(null, step, 1)]).toEqual(["123.5", "0.4", "—"]);
});

test("numbers in exponent form are read exactly", () => {
  expect(toFixed(decimal(1e21)!, 0)).toBe("1000000000000000000000");
  expect(decimal("abc")).toBeNull();
});
