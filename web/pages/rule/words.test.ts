import { expect, test } from "vitest";
import { conditionsOf, inWords, namesIn, type Vocabulary } from "./words.ts";

const find = { pairs: { left: { of: "stay" }, right: { of: "stay" }, lookup: [{ as: "known", in: "knowledge.sex" }] } };
const vocabulary: Vocabulary = {
  ...namesIn(find),
  names: { "stay.begin_date": { zh: "入院日期", en: "Begin" }, "knowledge.sex.sex": { zh: "限定性别", en: "Sex" } },
  parameters: [
    {
      name: "overlap",
      title: null,
      default: "1",
      unit: "nights",
      min: "1",
      max: "30",
      confidence: "illustrative",
      overlays: [],
    },
  ],
  word: (name) => ({ ">=": "≥", and: "且", is_not_null: "有值", side_left: "前者·" })[name],
  say: ({ zh }) => zh,
  unit: () => "晚",
};
const said = (text: string) => inWords(text, vocabulary).map((word) => word.text);

test("columns, parameters and signs are read as people say them; what has no name stays", () => {
  expect(said('"left".begin_date >= $overlap')).toEqual(["前者·入院日期", "≥", "overlap 1 晚"]);
  expect(said("known.sex is not null and x = 'it''s and'")).toEqual(["限定性别", "有值", "且", "x", "=", "it''s and"]);
  expect(inWords("begin_date", vocabulary)[0]).toEqual({ text: "入院日期", kind: "column", raw: "begin_date" });
});

test("conditions part at and, but not within brackets, texts, between, nor where or binds them", () => {
  expect(conditionsOf("a > 1 and (b and c) and d in ('x and y')")).toEqual(["a > 1", "(b and c)", "d in ('x and y')"]);
  expect(conditionsOf("a between 1 and 2 and b")).toEqual(["a between 1 and 2", "b"]);
  expect(conditionsOf("a and b or c")).toEqual(["a and b or c"]);
});
