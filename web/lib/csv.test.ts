import { expect, test } from "vitest";
import { csv } from "./csv.ts";

test("begins with a byte-order mark and ends every line with CRLF", () => {
  expect(csv(["月份", "人次"], [["2021-01", 31012]])).toBe("\uFEFF月份,人次\r\n2021-01,31012\r\n");
});

test.each(["=1+1", "+1a", "-cmd", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "--1", "-1-1"])(
  "%j cannot run as a formula",
  (text) => {
    expect(csv([], [[text]])).toContain(`'${text}`);
  },
);

test.each(["-12.50", "-7", "4512345678.90", "0.5814"])("%s stays a number", (text) => {
  expect(csv([], [[text]])).toBe(`\uFEFF\r\n${text}\r\n`);
});

test("quotes what would break a row", () => {
  expect(csv(["a"], [['x,"y"'], [null]])).toBe('\uFEFFa\r\n"x,""y"""\r\n\r\n');
});
