import { describe, expect, it } from "vitest";
import { checkCatalogue } from "./check-catalogue.ts";
import { checkPolicies } from "./check-policies.ts";
import { shippedSources, withOwn } from "./sources.ts";

const shipped = shippedSources();
const zhengzhou = shipped.policies.find(({ file }) => file === "areas/410100-390.yaml")!;
const beijing = shipped.policies.find(({ file }) => file === "areas/110000-310.yaml")!;

it("finds nothing wrong with the shipped policies", () => {
  expect(checkPolicies(shipped.policies)).toEqual({ files: 76, versions: 119, problems: [] });
});

describe("a policy with a mistake", () => {
  const problems = (of: typeof zhengzhou, from: string, to: string, file = of.file) => {
    const text = of.text.replace(from, to);
    expect(text).not.toBe(of.text);
    return checkPolicies([{ file, text }]).problems;
  };
  const lineOf = ({ text }: typeof zhengzhou, what: string) =>
    text.split("\n").findIndex((line) => line.includes(what)) + 1;

  it.each([
    ["its form", zhengzhou, "cap: 400000", "cap: lots", "form", "cap: 400000", /pattern/],
    [
      "a gap between versions",
      beijing,
      "valid_to: 2022-12-31",
      "valid_to: 2022-12-30",
      "period",
      "valid_to:",
      /2022-12-31/,
    ],
    [
      "two versions of one day",
      beijing,
      "valid_to: 2022-12-31",
      "valid_to: 2023-01-31",
      "period",
      "valid_to:",
      /2022-12-31/,
    ],
    [
      "a no-filing group nobody knows",
      beijing,
      "jing-jin-ji",
      "jing-jin-yu",
      "reference",
      "no_filing",
      /jing-jin-ji, yangtze-delta/,
    ],
    [
      "a no-filing group of others",
      beijing,
      "jing-jin-ji",
      "yangtze-delta",
      "reference",
      "no_filing",
      /a group with province 110000/,
    ],
    ["a chronic disease nobody knows", zhengzhou, "M07200]", "M07299]", "reference", "design: OWN_RATIO", /M07200/],
    [
      "more than the nation allows",
      zhengzhou,
      "TMP_REFER: { mode: POINTS, points: 0.1 }",
      "TMP_REFER: { mode: POINTS, points: 0.15 }",
      "bounds",
      "TMP_REFER:",
      /at most 0.1 below/,
    ],
    [
      "a group without a ratio",
      zhengzhou,
      "ratio: { resident_adult: 0.6, ",
      "ratio: { ",
      "gap",
      "design: OWN_RATIO",
      /a ratio for chronic resident_adult/,
    ],
    [
      "a layer that stands twice",
      zhengzhou,
      "persons: [near_poor]",
      "persons: [near_poor, low_income]",
      "period",
      "persons: [near_poor]",
      /one row of medical_aid for low_income/,
    ],
  ])("is told by line: %s", (_, of, from, to, kind, at, expected) => {
    const [problem, ...others] = problems(of, from, to);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ file: of.file, kind, line: lineOf(of, at) });
    expect(problem!.expected).toMatch(expected);
  });

  it("is told where it names no region", () => {
    const [problem] = problems(zhengzhou, 'area: "410100"', 'area: "410101"', "410101-390.yaml");
    expect(problem).toMatchObject({ kind: "reference", line: 2, key: "area", got: "410101" });
  });

  it("may go beyond the national bounds with a reason", () => {
    const reason = "    adjust:\n      beyond_bounds: 已公布\n";
    const text = zhengzhou.text.replace(
      "TMP_OTHER: { mode: POINTS, points: 0.2 }",
      "TMP_OTHER: { mode: POINTS, points: 0.3 }",
    );
    const check = (each: string) => checkPolicies([{ file: zhengzhou.file, text: each }]).problems.length;
    expect([check(text), check(text.replace("    adjust:\n", reason))]).toEqual([1, 0]);
  });

  it("is told where two files speak for one area", () => {
    const { problems } = checkPolicies([zhengzhou, { ...zhengzhou, file: "other/410100-390.yaml" }]);
    expect(problems).toMatchObject([{ file: "other/410100-390.yaml", got: "also areas/410100-390.yaml" }]);
  });
});

describe("a catalogue", () => {
  const henan = shipped.catalogue.find(({ file }) => file === "provinces/410000.csv")!;
  const check = (text: string) =>
    checkCatalogue(withOwn(shipped, { policies: [], catalogue: [{ ...henan, text }] }).catalogue).problems;
  const [header, first = "", ...rest] = henan.text.trimEnd().split("\n");
  const file = (...rows: string[]) => [header, ...rows, ...rest, ""].join("\n");

  it("has nothing wrong as shipped", () => {
    expect(check(henan.text)).toEqual([]);
  });

  it.each([
    ["its form", file(first.replace(",0,", ",zero,")), { kind: "form", line: 2, key: "first_pay_ratio" }],
    [
      "an item nobody lists",
      file(first.replace("XB01ACL014", "XB01ACL999")),
      { kind: "reference", line: 2, key: "item_code" },
    ],
    ["two values for a day", file(first, first), { kind: "period", line: 3, got: "line 2 reaches into it" }],
    [
      "rows for a scheme and for a tier",
      file(first.replace(",,,,", ",390,,,"), first.replace(",,,,", ",,3,,")),
      { kind: "period", line: 3, key: "tier" },
    ],
  ])("is told by line: %s", (_, text, expected) => {
    expect(check(text)).toMatchObject([{ file: "provinces/410000.csv", ...expected }]);
  });
});
