import { expect, test } from "vitest";
import { neighbour } from "./roving.ts";

/**  0 1
 *   2   3  */
const stops = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 0, y: 10 },
  { x: 30, y: 10 },
];

test.each([
  [0, "ArrowRight", 1],
  [0, "ArrowDown", 2],
  [2, "ArrowRight", 3],
  [3, "ArrowUp", 1],
  [0, "ArrowUp", null],
  [0, "End", 3],
  [3, "Home", 0],
  [0, "a", null],
])("from %i %s leads to %s", (from, key, to) => {
  expect(neighbour(stops, from, key)).toBe(to);
});
