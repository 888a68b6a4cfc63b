import { expect, test } from "vitest";
import type { ListedPolicy } from "../../lib/policy-text.ts";
import { matching, readView, writeView } from "./view.ts";

const policy = (id: string, more: Partial<ListedPolicy> = {}): ListedPolicy => ({
  policy: id,
  file: `areas/${id}.yaml`,
  own: false,
  line: 6,
  title: { zh: `政策${id}`, en: `Policy ${id}` },
  scheme: "310",
  from: "2020-01-01",
  to: null,
  source: "notice",
  confidence: "illustrative",
  areas: [id.slice(0, 6)],
  judged: 0,
  differing: 0,
  defects: [],
  ...more,
});
const all = [
  policy("110000-310", { judged: 10 }),
  policy("410100-310", { judged: 90, confidence: "inferred" }),
  policy("610500-390", { judged: 5, differing: 4, defects: ["610500"], own: true }),
];
const ids = (q: string, show: "all" | "defects" | "own" | "inferred" = "all") =>
  matching(all, { q, show }, new Map(), "zh").map(({ policy }) => policy);

test("contradicted policies come first, then those that most payments rest on", () => {
  expect(ids("")).toEqual(["610500-390", "410100-310", "110000-310"]);
});

test("a search finds number, title, source and area; a choice narrows", () => {
  expect(ids("410100")).toEqual(["410100-310"]);
  expect(ids("policy 11")).toEqual(["110000-310"]);
  expect(ids("", "defects")).toEqual(["610500-390"]);
  expect(ids("", "own")).toEqual(["610500-390"]);
  expect(ids("110000", "inferred")).toEqual([]);
});

test("what is searched for stands in the address", () => {
  expect(writeView(readView(new URLSearchParams("q=河南&show=own")))).toBe("q=%E6%B2%B3%E5%8D%97&show=own");
  expect(writeView(readView(new URLSearchParams("show=some")))).toBe("");
});
