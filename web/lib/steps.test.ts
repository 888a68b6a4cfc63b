import { expect, test } from "vitest";
import { stepsOf } from "./steps.ts";

test("steps follow the rank, equal values share one, gaps stay gaps", () => {
  expect(stepsOf([1, 2, 3, 4, 5])).toEqual([0, 1, 2, 3, 4]);
  expect(stepsOf([7, null, 7, 9])).toEqual([0, null, 0, 4]);
  expect(stepsOf([3])).toEqual([4]);
  expect(stepsOf([])).toEqual([]);
});
