import { expect, test } from "vitest";
import type { RuleQuality } from "../../lib/rules.ts";
import { overlapMatrix } from "./overlap.ts";

const rule = (id: string, open: number, overlaps: Record<string, number>): RuleQuality => ({
  ...{ rule: id, open, sets: [], confirmedFindings: 0, uniqueCatch: 0 },
  overlaps: Object.entries(overlaps).map(([other, findings]) => ({ rule: other, findings })),
});

test("a cell is the share of a rule's open findings that the other speaks about", () => {
  const { rules, cells } = overlapMatrix([rule("B", 4, { A: 1 }), rule("A", 10, { B: 5 }), rule("C", 3, {})], 5);
  expect(rules).toEqual(["A", "B"]);
  expect(cells).toEqual([
    { rule: "A", other: "B", findings: 5, open: 10, share: 0.5 },
    { rule: "B", other: "A", findings: 1, open: 4, share: 0.25 },
  ]);
});

test("the rules that share most are kept, and no share is above one", () => {
  const many = [rule("A", 1, { B: 9, C: 1 }), rule("B", 9, { A: 9 }), rule("C", 9, { A: 1 })];
  const { rules, cells } = overlapMatrix(many, 2);
  expect(rules).toEqual(["A", "B"]);
  expect(cells.map(({ share }) => share)).toEqual([1, 1]);
});
