import { expect, test } from "vitest";
import { expectation, expectationText } from "./expectation.ts";

test.each([
  [expectation("number", 2), "number:2", "a number with at most 2 decimals, no separators"],
  [expectation("whole", null, { min: 0, max: 150 }), "whole;min=0;max=150", "a whole number, from 0 to 150"],
  [expectation("number", 4, { min: 0 }), "number:4;min=0", "a number with at most 4 decimals, no separators, from 0"],
  [expectation("whole", null, { max: -1 }), "whole;max=-1", "a whole number, to -1"],
  [expectation("closing_quote"), "closing_quote", "a closing quote"],
])("%s is stored without a language and said in English", (stored, form, text) => {
  expect(stored).toBe(form);
  expect(expectationText(stored)).toBe(text);
});

test("a form of another version is shown as it is", () => {
  expect(expectationText("a date of ours")).toBe("a date of ours");
  expect(expectationText("colour:3")).toBe("colour:3");
});
