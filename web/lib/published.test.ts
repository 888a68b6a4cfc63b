import { expect, test } from "vitest";
import { compare, speaksOf } from "./published.ts";
import { defaults, type Resolved } from "./state.ts";
import type { Published } from "./types.ts";

const figure = (value: string, unit: string, low: string | null = null, high: string | null = null): Published => ({
  id: "x",
  title: { zh: "结算人次", en: "Visits" },
  value,
  low,
  high,
  unit,
  measure: "visits",
  from: "2021-01",
  to: "2021-11",
  region: "000000",
  care_scope: "cross_province",
  care_group: "inpatient",
  route: "direct",
  scheme: null,
  source: { id: "s", title: "t", sentence: "…" },
  confidence: "official",
});

test("additive figures of generated data are multiplied before they are compared", () => {
  expect(compare(figure("397.62", "万人次"), 79524, true, 50)).toEqual({
    published: "397.62",
    computed: "397.62",
    difference: "0.00",
    consistent: true,
  });
});

test("ratios are compared as they are", () => {
  expect(compare(figure("58.1", "%"), "0.581387", false, 50)).toMatchObject({ computed: "58.1", consistent: true });
  expect(compare(figure("1.41", "万元"), "14114.73", false, 50)).toMatchObject({ computed: "1.41", consistent: true });
});

test("a difference is written to the published digits, with its sign", () => {
  expect(compare(figure("965.33", "亿元"), "96531000000.00", true, null)).toMatchObject({
    computed: "965.31",
    difference: "-0.02",
    consistent: false,
  });
});

test("where the source gives an interval, that decides: 2017's 1.36 was not rounded half up", () => {
  expect(compare(figure("1.36", "万元", "1.337", "1.395"), "13658.54", false, null).consistent).toBe(true);
  expect(compare(figure("1.36", "万元"), "13658.54", false, null).consistent).toBe(false);
});

test("nothing computed is said so", () => {
  expect(compare(figure("1", "亿元"), null, true, 50)).toMatchObject({ computed: null, difference: null });
});

test("a national figure speaks of the whole country, and of nothing narrower", () => {
  const whole: Resolved = { ...defaults, from: "2021-01", to: "2021-11", scope: "cross_province", level: "province" };
  const published = figure("397.62", "万人次");
  expect(speaksOf(published, whole)).toBe(true);
  for (const chosen of ["insured", "care", "scheme", "tier", "filing", "credential"]) {
    expect(speaksOf(published, { ...whole, [chosen]: ["x"] }), chosen).toBe(false);
  }
});
