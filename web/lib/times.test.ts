import { expect, test } from "vitest";
import { elapsed, instant, wallTime } from "./times.ts";

test("instants are shown in the fund's time zone", () => {
  expect(instant("2026-11-21T18:30:00Z")).toBe("2026-11-22 02:30:00");
  expect(instant("not a time")).toBe("not a time");
});

test("a time of the fund's zone stays, an instant is brought there", () => {
  expect(wallTime("2026-11-22T02:30:00")).toBe("2026-11-22 02:30:00");
  expect(wallTime("2026-11-21T18:30:00.123Z")).toBe("2026-11-22 02:30:00");
});

test.each([
  [59_999, "59秒", "59 s"],
  [65_000, "1分05秒", "1 m 05 s"],
  [-5, "0秒", "0 s"],
])("%i ms reads %s / %s", (milliseconds, zh, en) => {
  expect([elapsed(milliseconds, "zh"), elapsed(milliseconds, "en")]).toEqual([zh, en]);
});
