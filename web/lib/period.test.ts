import { expect, test } from "vitest";
import {
  addMonths,
  clip,
  isMonth,
  latestYear,
  mainYear,
  monthsOf,
  periodLabel,
  quickPeriods,
  yearBefore,
} from "./period.ts";

const data = { first: "2020-01", last: "2021-11" };

test("months add over the turn of the year", () => {
  expect(addMonths("2021-11", 3)).toBe("2022-02");
  expect(addMonths("2021-01", -1)).toBe("2020-12");
  expect(yearBefore({ from: "2021-01", to: "2021-11" })).toEqual({ from: "2020-01", to: "2020-11" });
});

test("a period includes both ends; a reversed one is empty", () => {
  expect(monthsOf({ from: "2020-12", to: "2021-02" })).toEqual(["2020-12", "2021-01", "2021-02"]);
  expect(monthsOf({ from: "2021-02", to: "2021-01" })).toEqual([]);
});

test("the default is the latest year of the data, January to its last month", () => {
  expect(latestYear(data)).toEqual({ from: "2021-01", to: "2021-11" });
  expect(latestYear({ first: "2021-04", last: "2021-11" })).toEqual({ from: "2021-04", to: "2021-11" });
});

test("quick choices end where the data end", () => {
  expect(quickPeriods(data)).toEqual({
    yearToDate: { from: "2021-01", to: "2021-11" },
    fullYear: { from: "2020-01", to: "2020-12" },
    last12: { from: "2020-12", to: "2021-11" },
  });
  expect(clip({ from: "2022-01", to: "2022-03" }, data)).toBeNull();
});

test.each([
  ["2021-01", "2021-11", "2021年1–11月", "Jan–Nov 2021"],
  ["2021-01", "2021-12", "2021年", "2021"],
  ["2021-03", "2021-03", "2021年3月", "Mar 2021"],
  ["2020-11", "2021-03", "2020年11月–2021年3月", "Nov 2020 – Mar 2021"],
])("%s to %s reads %s / %s", (from, to, zh, en) => {
  expect([periodLabel({ from, to }, "zh"), periodLabel({ from, to }, "en")]).toEqual([zh, en]);
});

test("only real months are months", () => {
  expect(["2021-13", "2021-1", "x", null].some((text) => isMonth(text))).toBe(false);
});

test("a year of stragglers is not where a first look starts", () => {
  const years = new Map([
    ["2020", 90_000],
    ["2021", 46],
  ]);
  expect(mainYear(data, years)).toEqual({ from: "2020-01", to: "2020-12" });
  expect(mainYear(data, new Map([...years, ["2021", 9_000]]))).toEqual({ from: "2021-01", to: "2021-11" });
  expect(mainYear(data, new Map())).toEqual({ from: "2021-01", to: "2021-11" });
});
