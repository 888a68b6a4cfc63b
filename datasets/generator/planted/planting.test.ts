import { expect, test } from "vitest";
import { NothingHere } from "./draw.ts";
import { type Planting, tell } from "./planting.ts";

const empty = (): Planting => ({
  people: [],
  visits: [],
  filings: [],
  enrolments: [],
  entitlements: [],
  traces: [],
  investigations: [],
  services: [],
  truth: [],
  errors: [],
  spent: [],
});
const service = (institution: string) => ({ institution, item: "X", from: 0 });

test("a story that finds nothing to take place with leaves what stood before, and nothing of itself", () => {
  const planting = empty();
  expect(tell(planting, () => planting.services.push(service("A")))).toBe(true);
  const told = tell(planting, () => {
    planting.services.push(service("B"));
    throw new NothingHere("nothing to draw from");
  });
  expect(told).toBe(false);
  expect(planting).toEqual({ ...empty(), services: [service("A")] });
});

test("a fault in a story is no reason to leave it out", () => {
  expect(() =>
    tell(empty(), () => {
      throw new TypeError("no such person");
    }),
  ).toThrow("no such person");
});
