import { expect, test } from "vitest";
import type { StoreContext } from "../command.ts";
import command from "./export.ts";

const run = (options: Record<string, string>) => command.run({} as StoreContext, options);

test.each([
  [{ arguments: "cases", out: "x.csv" }, "export", "cases"],
  [{ arguments: "findings" }, "--out", "nothing"],
  [{ arguments: "findings", out: "x.csv", kind: "differing" }, "export", "--kind"],
  [{ arguments: "rejects", out: "x.csv", rule: "XR-01" }, "export", "--rule"],
  [{ arguments: "findings", out: "x.csv", from: "yesterday" }, "--from", "yesterday"],
  [{ arguments: "findings", out: "x.csv", state: "lost" }, "--state", "lost"],
  [{ arguments: "findings", out: "x.pdf" }, "--out", "x.pdf"],
])("%o is refused", async (options, where, got) => {
  await expect((async () => run(options as Record<string, string>))()).rejects.toMatchObject({
    code: "request.invalid",
    details: { where, got },
  });
});
