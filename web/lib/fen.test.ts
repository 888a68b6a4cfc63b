import { expect, test } from "vitest";
import { signOf, sizeOf, sumOf } from "./fen.ts";

test("amounts add up exactly, whatever is missing", () => {
  expect(sumOf("0.10", "0.20", null)).toBe("0.30");
  expect(sumOf("12345678901234.56", "-0.57")).toBe("12345678901233.99");
  expect(sumOf("-0.05", "0.04")).toBe("-0.01");
  expect(sumOf()).toBe("0.00");
});

test("sign and size of an amount", () => {
  expect(["8260.00", "-0.01", "0.00", null].map(signOf)).toEqual([1, -1, 0, 0]);
  expect(["8260.00", "-0.01", null].map(sizeOf)).toEqual(["8260.00", "0.01", "0.00"]);
});
