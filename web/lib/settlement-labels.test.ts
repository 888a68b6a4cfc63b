import { afterAll, expect, test } from "vitest";
import { getLocale, overwriteGetLocale } from "../paraglide/runtime.js";
import { explainingName } from "./settlement-labels.ts";

const usual = getLocale;
afterAll(() => overwriteGetLocale(usual));

test.each([
  ["ceiling:unspent", "封顶线按“尚未使用”", "the ceiling as if nothing of it had been spent"],
  ["limit:unspent", "病种支付限额按“尚未使用”", "the limit of the disease as if nothing of it had been spent"],
  [
    "layer_ceiling:large_amount",
    "职工大额补助封顶线按“尚未使用”",
    "the ceiling of the Large-amount supplement as if nothing of it had been spent",
  ],
  [
    "filing:HOME+history:none",
    "备案类别按“本地待遇”，年度累计按“从零起算”",
    "the filing class As at home, the year's history from nothing",
  ],
])("the change %s is named in both languages", (change, zh, en) => {
  overwriteGetLocale(() => "zh");
  expect(explainingName(change)).toBe(zh);
  overwriteGetLocale(() => "en");
  expect(explainingName(change)).toBe(en);
});
