import { expect, test } from "vitest";
import { placeName, valueName } from "./names.ts";

const place = {
  from: "2021-01-01",
  part: "ratio",
  care: "inpatient",
  group: null,
  tier: null,
  filing: null,
  admission: null,
  band: null,
  disease: null,
};

test.each([
  ["deductible", "900.00", "900.00"],
  ["deductible", "1", "1"],
  ["ratio", "0.86", "86%"],
  ["ratio", "1", "100%"],
  ["adjustment", "POINTS 0.1", "减 10 点"],
  ["adjustment", "FACTOR 0.9", "× 0.9"],
  ["ceiling", "FUND 150000", "基金支付 150,000 元"],
  ["chronic", "year 3000.00", "每年 3,000.00 元"],
  ["rule", "PER_VISIT", "按次"],
  ["rule", "merged both", "中途结算与转院合并计算起付线"],
  ["rule", "something new", "something new"],
])("of a %s %s reads %s", (part, value, text) => {
  expect(valueName(part, value)).toBe(text);
});

test("a place names only what matters", () => {
  expect(placeName({ ...place, group: "retired", tier: "O3", admission: 2 })).toBe("住院，退休，省外三级，第 2 次");
  expect(placeName({ ...place, band: "0" })).toBe("住院");
  expect(placeName({ ...place, band: "30000" })).toBe("住院，30,000 元起");
});
