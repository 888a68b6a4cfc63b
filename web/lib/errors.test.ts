import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { errorCodes, templateOf } from "../../server/errors.ts";
import en from "../messages/en.json" with { type: "json" };
import zh from "../messages/zh.json" with { type: "json" };
import { overwriteGetLocale } from "../paraglide/runtime.js";
import { ApiError } from "./api.ts";
import { errorText, problemText } from "./errors.ts";

const texts: Record<string, string>[] = [zh, en];
const nameOf = (code: string) => `error_${code.replaceAll(".", "_")}`;
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);

afterEach(() => overwriteGetLocale(() => "zh"));

test.each(errorCodes)("%s is said in both languages with nothing but its own details", (code) => {
  const known = holes(templateOf(code));
  for (const text of texts) {
    expect(text[nameOf(code)]).toBeTruthy();
    expect(holes(text[nameOf(code)]!).filter((name) => !known.includes(name))).toEqual([]);
  }
});

test("every message of an error belongs to a code of the server, or to the pages themselves", () => {
  const own = ["error_title", "error_network", "error_http"];
  const codes = errorCodes.map(nameOf);
  const strange = Object.keys(zh).filter(
    (name) =>
      name.startsWith("error_") &&
      !own.includes(name) &&
      !codes.some((code) => name === code || name.startsWith(`${code}_`)),
  );
  expect(strange).toEqual([]);
});

test("every case that the server tells apart has words of its own", () => {
  const server = new URL("../../server/", import.meta.url);
  const sources = readdirSync(server, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const variants = sources.flatMap((path) =>
    [...readFileSync(new URL(path, server), "utf8").matchAll(/\bvariant: "(\w+)"/g)].map((match) => match[1]!),
  );
  expect(variants.length).toBeGreaterThan(0);
  const messages = Object.keys(zh).filter((name) => name.startsWith("error_"));
  expect(variants.filter((variant) => !messages.some((name) => name.endsWith(`_${variant}`)))).toEqual([]);
});

test("a failure is said in the reader's language, with the names it was given", () => {
  const error = new ApiError("intake.changed", "…", 409, { file: "setl_d.csv" });
  overwriteGetLocale(() => "zh");
  expect(errorText(error)).toBe("setl_d.csv：读取期间文件仍在写入。未载入任何数据，请待写完后重新载入。");
  overwriteGetLocale(() => "en");
  expect(errorText(error)).toMatch(/^setl_d\.csv: it was written to/);
});

test("a case of a code has words of its own; an unknown case falls back to the code's", () => {
  overwriteGetLocale(() => "zh");
  const details = { file: "a.xlsx", got: "a ZIP archive", advice: "unpack it" };
  const said = (variant: string) =>
    problemText({ code: "intake.format", message: "…", details: { ...details, variant } });
  expect(said("zip")).toMatch(/^a\.xlsx：.*ZIP 压缩包或 Excel 工作簿。请先解压/);
  expect(said("rar")).toContain("a ZIP archive");
  const broken = { file: "a.csv", limit: 100, line: 3, first: "field_count" };
  expect(problemText({ code: "intake.broken", message: "…", details: broken })).toContain("列数与表头不符");
});

test("what nobody translated keeps the server's words, and a missing detail is a question mark", () => {
  overwriteGetLocale(() => "zh");
  expect(problemText({ code: "future.code", message: "new here" })).toBe("new here");
  expect(problemText({ code: "intake.no_batch", message: "…" })).toBe("没有批次 ?，请在“数据接入”页查看已有批次。");
  expect(errorText(new ApiError("http.502", "<html>", 502))).toContain("HTTP 502");
  expect(errorText(new ApiError("network", "TypeError", 0))).toContain("无法连接服务");
});
