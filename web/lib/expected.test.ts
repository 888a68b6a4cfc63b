import { afterEach, expect, test } from "vitest";
import { expectation, expectationKinds, expectationText } from "../../server/intake/expectation.ts";
import { type Locale, overwriteGetLocale } from "../paraglide/runtime.js";
import { expectedText } from "./expected.ts";

const say = (stored: string, locale: Locale) => {
  overwriteGetLocale(() => locale);
  return expectedText(stored);
};
afterEach(() => overwriteGetLocale(() => "zh"));

test.each(expectationKinds)("%s is said in both languages", (kind) => {
  const stored = expectation(kind, 12);
  expect(say(stored, "zh")).not.toBe(stored);
  expect(say(stored, "en")).toBe(expectationText(stored));
  expect(say(stored, "zh").includes("12")).toBe(expectationText(stored).includes("12"));
});

test("bounds are said with it", () => {
  expect(say("whole;min=0;max=150", "zh")).toBe("整数，范围 0 至 150");
  expect(say("number:2;min=0", "zh")).toBe("数字，最多 2 位小数，不含分隔符，不小于 0");
  expect(say("whole;max=-1", "en")).toBe("a whole number, up to -1");
  expect(say("date;min=1900-01-01;max=2099-12-31", "zh")).toContain("1900-01-01 至 2099-12-31");
});

test("a form of another version shows itself", () => {
  expect(say("at most 2 decimals", "zh")).toBe("at most 2 decimals");
  expect(say("colour:3", "zh")).toBe("colour:3");
});
