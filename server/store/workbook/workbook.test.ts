import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { type ReadCell, readWorkbook, unzip } from "./read.fixture.ts";
import { type Cell, type Sheet, type Style, styles } from "./sheet.ts";
import { workbook } from "./workbook.ts";

const cell = (value: Cell["value"], style: Style = "text"): Cell => ({ value, style });
const sheet = (rows: Cell[][], more: Partial<Sheet> = {}): Sheet => ({ name: "表", widths: [10, 10], rows, ...more });

async function bytesOf(...sheets: Sheet[]): Promise<Buffer> {
  return buffer(workbook(sheets));
}

async function read(rows: Cell[][]): Promise<ReadCell[][]> {
  return readWorkbook(await bytesOf(sheet(rows))).get("表")!;
}

test.each([
  "010000",
  " two  spaces ",
  "<&>\"'",
  "多行\n文字\t表",
  "a\r\u0000\u001f\u0085",
  "_x0041_",
  "_x000D_",
  "a\uD800b".toWellFormed(),
  "😀",
])("the text %j comes back as it was", async (text) => {
  expect(await read([[cell(text)]])).toEqual([[{ value: text, style: styles.indexOf("text") }]]);
});

test.each(["=1+1", "+86", "-x", "@SUM(A1)", "\tx", "＝1", "－１", "＠x"])(
  "%j is text with an apostrophe before it, never a formula",
  async (text) => {
    const file = await bytesOf(sheet([[cell(text)]]));
    expect(readWorkbook(file).get("表")).toEqual([[{ value: text, style: styles.indexOf("guarded") }]]);
    const files = unzip(file);
    expect(files.get("xl/worksheets/sheet1.xml")).not.toContain("<f>");
    const formats = [...files.get("xl/styles.xml")!.matchAll(/<cellXfs.*?>(.*)<\/cellXfs>/gs)][0]![1]!.match(
      /<xf [^>]*>/g,
    )!;
    expect(formats[styles.indexOf("guarded")]).toContain('quotePrefix="1"');
    expect(formats[styles.indexOf("money")]).toContain('numFmtId="4"');
  },
);

test("money keeps every digit, days and times are numbers, nothing is nothing", async () => {
  const row = [
    cell("-99999999999999.99", "money"),
    cell(3, "whole"),
    cell("2021-08-03", "date"),
    cell("2021-08-03T12:00:00", "time"),
    cell(null, "money"),
  ];
  expect((await read([row]))[0]!.map(({ value }) => value)).toEqual([
    "-99999999999999.99",
    "3",
    "44411",
    "44411.5",
    null,
  ]);
});

test("sheets stand in their order, a table with its head in sight and filters over all rows", async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [cell(`第 ${i} 行`), cell("=x".repeat(i % 7))]);
  const file = await bytesOf(sheet(rows, { table: true }), sheet([[cell("说明")]], { name: "说明" }));
  const sheets = readWorkbook(file);
  expect([...sheets.keys()]).toEqual(["表", "说明"]);
  expect(sheets.get("表")).toHaveLength(5000);
  expect(unzip(file).get("xl/worksheets/sheet1.xml")).toMatch(/state="frozen".*<autoFilter ref="A1:B5000"\/>/s);
  expect(await bytesOf(sheet(rows, { table: true }), sheet([[cell("说明")]], { name: "说明" }))).toEqual(file);
});

test("a failure among the rows fails the whole", async () => {
  function* broken(): Generator<Cell[]> {
    yield [cell("a")];
    throw new Error("lost");
  }
  await expect(bytesOf(sheet([], { rows: broken() }))).rejects.toThrow("lost");
  await expect(read([[cell("x".repeat(32_768))]])).rejects.toMatchObject({ code: "export.too_large" });
});
