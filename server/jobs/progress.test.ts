import { expect, test } from "vitest";
import { phases, progressText } from "./progress.ts";

const at = { done: 0, total: 1 };

test("a phase is said with what it works on", () => {
  expect(progressText({ phase: "read", subject: "setl_d.csv", ...at })).toBe("setl_d.csv: reading");
  expect(progressText({ phase: "replay", subject: "3", ...at })).toBe("reading batch 3 again");
  for (const phase of phases) expect(progressText({ phase, subject: "x", ...at })).not.toContain("{");
});

test("a refused file is told with its reason", () => {
  const error = { code: "intake.empty", message: "x.csv: expected records", details: {} };
  expect(progressText({ phase: "refused", subject: "x.csv", error, ...at })).toBe("x.csv: expected records");
});
