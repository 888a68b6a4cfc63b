import { expect, test } from "vitest";
import type { RunRule } from "../../lib/findings.ts";
import { byTrouble, changeOf, foundMore, sharesOf, sparkline } from "./changes.ts";

const rule = (more: Partial<RunRule> = {}): RunRule => ({
  rule: "XR-01",
  version: "1",
  hash: "a",
  state: "done",
  reason: null,
  lookedAt: 100,
  notApplicable: {},
  found: 5,
  opened: 0,
  changed: 0,
  closed: 0,
  seconds: 1,
  before: [{ run: 1, version: "1", state: "done", lookedAt: 100, found: 5 }],
  ...more,
});

test.each([
  [{ before: [] }, "new"],
  [{ version: "2", found: 9 }, "version"],
  [{ state: "held" }, "state"],
  [{ found: 6 }, "found"],
  [{ opened: 1, closed: 1 }, "found"],
  [{}, "same"],
] as const)("%j is %s", (more, change) => {
  expect(changeOf(rule(more as Partial<RunRule>))).toBe(change);
});

test("what is not known is not compared", () => {
  expect(foundMore(rule({ found: 8 }))).toBe(3);
  expect(foundMore(rule({ found: null }))).toBeNull();
  expect(foundMore(rule({ before: [] }))).toBeNull();
});

test("shares go from the earliest run to this one", () => {
  const before = [
    { run: 2, version: "1", state: "done", lookedAt: 100, found: 4 },
    { run: 1, version: "1", state: "done", lookedAt: 0, found: 0 },
  ];
  expect(sharesOf(rule({ before }))).toEqual([0.04, 0.05]);
  expect(sparkline([0, 0.5, 1], 60, 16)).toBe("M0.0,16.0 L30.0,8.0 L60.0,0.0");
  expect(sparkline([0, 0], 60, 16)).toBe("M0.0,16.0 L60.0,16.0");
});

test("what needs a person stands first", () => {
  const rules = [
    rule({ rule: "C" }),
    rule({ rule: "B", opened: 3 }),
    rule({ rule: "D", state: "held" }),
    rule({ rule: "E", state: "failed" }),
    rule({ rule: "A" }),
  ];
  expect(byTrouble(rules).map((each) => each.rule)).toEqual(["E", "D", "B", "A", "C"]);
});
