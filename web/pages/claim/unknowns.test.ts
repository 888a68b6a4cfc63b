import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { claimPage, undecidedPage } from "../../e2e/settlement.ts";
import type { ClaimPage } from "../../lib/settlement.ts";
import zh from "../../messages/zh.json" with { type: "json" };
import { unknownsOf } from "./unknowns.ts";

const of = (page: unknown) => unknownsOf(page as ClaimPage, new Map(), "zh");
const because = (reason: string) => of({ ...claimPage, result: { ...claimPage.result, reason, judged: "no" } });

test("nothing is uncertain about a claim that was judged exactly", () => {
  expect(of(claimPage)).toBeNull();
});

test("a step whose history is not known says between what it lies, whether what was paid does, and what is needed", () => {
  const unknowns = of(undecidedPage)!;
  expect(unknowns.isWhole).toBe(true);
  expect(unknowns.steps).toMatchObject([
    {
      step: "deductible",
      said: "起付标准应在 0.00 至 900.00 元之间，实付 900.00 元在其中：不能说有差异，也不能说没有。",
    },
  ]);
  expect(unknowns.needed).toContain("2021 年度该参保人的全部结算");
});

test("what was paid beside the range differs all the same", () => {
  const ledger = undecidedPage.ledger.map((step) =>
    step.step === "deductible" ? { ...step, recorded: "1200.00" } : step,
  );
  const unknowns = of({ ...undecidedPage, result: { ...undecidedPage.result, reason: null }, ledger })!;
  expect(unknowns.isWhole).toBe(false);
  expect(unknowns.steps[0]!.said).toContain("在其外");
});

test("every reason that re-settlement gives has its why and what is needed", () => {
  const readme = readFileSync(new URL("../../../server/settle/README.md", import.meta.url), "utf8");
  const reasons = /why it cannot be judged: ([a-z_, ]+)/.exec(readme)![1]!.trim().split(", ");
  expect(reasons.length).toBeGreaterThan(9);
  for (const reason of [...reasons, "policy_defect"]) {
    expect(because(reason)!.why, reason).toBe(zh[`why_${reason}` as keyof typeof zh]);
    expect(zh[`needed_${reason}` as keyof typeof zh], reason).toBeTruthy();
  }
});
