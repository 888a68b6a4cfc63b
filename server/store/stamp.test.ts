import { expect, test } from "vitest";
import { stampOf } from "./stamp.ts";

test("a stamp says who and when, in the time of Shanghai", () => {
  expect(stampOf({ id: "demo-henan", name: "河南" }, new Date("2026-11-22T16:05:09Z"))).toBe(
    "河南（demo-henan） 2026-11-23 00:05:09",
  );
});
