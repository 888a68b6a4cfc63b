import { expect, test } from "vitest";
import { groups, isChosen, isWithin, ownConditions } from "./differences.ts";
import { readView } from "./filter.ts";

const view = (address: string) => readView(new URLSearchParams(address));
const pair = { insured: ["340000"], care: ["310000"] };

test.each([
  ["", true],
  ["insured=340000", true],
  // An area of the province.
  ["insured=340100", true],
  ["insured=340100,410000&care=310000", true],
  ["insured=410000", false],
  ["insured=340000&care=320000", false],
])("a pair of provinces under %j is among the chosen: %s", (address, within) => {
  expect(isWithin(view(address), pair)).toBe(within);
});

test("only what a card itself sets is its own condition, and only the very pair is pressed", () => {
  expect(ownConditions(groups.pair, view("insured=340100&class=RS-CAP"))).toEqual(["insured"]);
  expect(ownConditions(groups.class, view("insured=340100"))).toEqual([]);
  expect([isChosen(view("insured=340000&care=310000"), pair), isChosen(view("insured=340100"), pair)]).toEqual([
    true,
    false,
  ]);
});
