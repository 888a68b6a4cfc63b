import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadPublished, loadSources, type SourceFile } from "./published.ts";
import { numbersIn, squeeze } from "./published-numbers.ts";

const texts = new URL("../../../shared/sources/", import.meta.url);
const absent = !existsSync(texts);
if (absent)
  console.warn(
    "skipped: the source texts (../shared/sources) are not here, their figures cannot be compared with them",
  );

const sources = loadSources();

describe("numbersIn", () => {
  test.each([
    ["结算397.62万人次，占58.1%", ["397.62", "58.1"]],
    ["每个县至少有一家联网定点医院", ["一"]],
    ["4类人员,四类人员,两个病种,单日突破千人", ["4", "四", "两", "千"]],
    ["第一步先备案，一级、二级、三级", ["一", "一", "二", "三"]],
    ["统一管理，进一步扩大，唯一凭证，下一步", []],
    ["34万家，百分之百的人员", ["34", "百分之百"]],
  ])("%s", (text, numbers) => {
    expect(numbersIn(text).map((number) => number.text)).toEqual(numbers);
  });
});

describe("the files of the source texts", () => {
  test.each(sources)("$source.id lists the numbers of each of its sentences in order", ({ sentences }) => {
    for (const { text, numbers } of sentences) {
      expect(
        numbersIn(squeeze(text)).map((number) => number.text),
        text,
      ).toEqual(numbers.map((number) => number.n));
    }
  });

  test("every figure has a source, a title in both languages, and one from a text has its sentence", () => {
    const figures = loadPublished();
    expect(figures.filter(({ source, title }) => !source.id || !source.title || !title.zh || !title.en)).toEqual([]);
    const fromTexts = figures.filter(({ source }) => sources.some((file) => file.source.id === source.id));
    expect(fromTexts.length).toBeGreaterThan(60);
    expect(fromTexts.filter(({ source }) => !source.sentence)).toEqual([]);
  });

  test("no number of a private person is stored", () => {
    const digits = sources.flatMap((file) => JSON.stringify(file.sentences).match(/\d{12,}/g) ?? []);
    expect(digits).toEqual([]);
  });
});

describe.skipIf(absent)("against the texts", () => {
  test("there is one file for each of the five texts", () => {
    expect(sources.map((file) => file.source.file).sort()).toHaveLength(5);
    expect(sources.filter((file) => !existsSync(new URL(file.source.file, texts)))).toEqual([]);
  });

  test.each(sources)("$source.id: every sentence occurs", (file) => {
    const text = squeeze(readText(file));
    expect(
      file.sentences.map((sentence) => squeeze(sentence.text)).filter((sentence) => !text.includes(sentence)),
    ).toEqual([]);
  });

  test.each(sources)("$source.id: every number of the text is carried over or listed with a reason", (file) => {
    expect(uncovered(file, readText(file))).toEqual([]);
  });

  test("a sentence left out of a file is found", () => {
    const file = sources.find((source) => source.source.id === "cctv-2021-12-10")!;
    const without = { ...file, sentences: file.sentences.filter((sentence) => !sentence.text.includes("58.58")) };
    expect(uncovered(without, readText(file)).map((gap) => gap.split(" ")[1])).toEqual(["1", "11", "58.58"]);
  });
});

function readText(file: SourceFile): string {
  return readFileSync(new URL(file.source.file, texts), "utf8");
}

/** Numbers of the text that stand in no listed sentence and no listed place, as "<line> <number> <surroundings>". */
function uncovered({ sentences, places }: SourceFile, text: string): string[] {
  let squeezed = "";
  const lineAt: number[] = [];
  text.split("\n").forEach((line, i) => {
    const part = squeeze(line);
    squeezed += part;
    for (let unit = 0; unit < part.length; unit++) lineAt.push(i + 1);
  });
  const covered = new Set<number>();
  for (const sentence of sentences.map(({ text }) => squeeze(text))) {
    for (let at = squeezed.indexOf(sentence); at >= 0; at = squeezed.indexOf(sentence, at + 1)) {
      for (let unit = 0; unit < sentence.length; unit++) covered.add(at + unit);
    }
  }
  const inPlace = (line: number) => places.some(({ lines: [first, last] }) => line >= first && line <= last);
  return numbersIn(squeezed)
    .filter(({ at }) => !covered.has(at) && !inPlace(lineAt[at]!))
    .map(({ text, at }) => `${lineAt[at]} ${text} ${squeezed.slice(Math.max(0, at - 10), at + 12)}`);
}
