import { expect, test } from "vitest";
import { phases } from "../../server/jobs/progress.ts";
import { progressText } from "./progress.ts";

const at = { done: 0, total: 1 };

test.each(phases)("%s has words of its own", (phase) => {
  expect(progressText({ phase, subject: "setl_d.csv", ...at })).not.toBe(phase);
});

test("a phase is said with its file, a refused file with the reason", () => {
  expect(progressText(null)).toBe("");
  expect(progressText({ phase: "check", subject: "setl_d.csv", ...at })).toBe("核对 setl_d.csv");
  const error = { code: "intake.empty", message: "…", details: { file: "x.csv", variant: "no_bytes" } };
  expect(progressText({ phase: "refused", subject: "x.csv", error, ...at })).toBe(
    "未能载入 x.csv · x.csv：文件是空的（0 字节）。请上传带表头的文件。",
  );
});
