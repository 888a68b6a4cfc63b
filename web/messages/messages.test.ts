import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import zh from "./zh.json" with { type: "json" };

const web = new URL("..", import.meta.url);
const chinese: Record<string, string> = zh;
const english: Record<string, string> = en;

// A missing translation falls back to Chinese without an error, and a missing message is undefined at run time.
test("both languages hold the same messages", () => {
  expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
});

test("every message has a text, with the same arguments in both", () => {
  const different = Object.keys(chinese).filter(
    (key) =>
      key !== "$schema" && (english[key] === "" || String(holes(english[key]!)) !== String(holes(chinese[key]!))),
  );
  expect(different).toEqual([]);
});

test("every message is used, and every message used exists", () => {
  const sources = readdirSync(web, { recursive: true, encoding: "utf8" })
    .filter(
      (path) => /\.(svelte|ts)$/.test(path) && !/^(paraglide|dist|e2e)\//.test(path) && !path.endsWith(".test.ts"),
    )
    .map((path) => readFileSync(new URL(path, web), "utf8"))
    .join("\n");
  const used = new Set([...sources.matchAll(/\bm\.(\w+)/g)].map((match) => match[1]!));
  // Named by what the server answers; the tests of those who ask for them see to each one.
  const families = [...sources.matchAll(/\bmessageNamed\(`(\w+_)\$\{/g)].map((match) => match[1]!);
  const known = Object.keys(chinese).filter((key) => key !== "$schema");
  expect(known.filter((key) => !used.has(key) && !families.some((start) => key.startsWith(start)))).toEqual([]);
  expect([...used].filter((key) => !known.includes(key))).toEqual([]);
});

test("no Chinese stands in the markup of a component", () => {
  const components = readdirSync(web, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".svelte"));
  const guilty = components.filter((path) => /\p{Script=Han}/u.test(readFileSync(new URL(path, web), "utf8")));
  expect(guilty).toEqual([]);
});

function holes(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
}
