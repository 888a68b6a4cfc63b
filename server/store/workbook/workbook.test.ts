import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { type ReadCell, readWorkbook } from "./read.fixture.ts";
import { type Cell, type Sheet, type Style, workbook } from "./workbook.ts";

const cell = (value: Cell["value"], style: Style = "text"): Cell => ({ value, style });
const sheet = (rows: Cell[][], more: Partial<Sheet> = {}): Sheet => ({ name: "表", widths: [10, 10], rows, ...more });
const bytesOf = (...sheets: Sheet[]): Promise<Buffer> => buffer(workbook(sheets));

async function read(rows: Cell[][]): Promise<ReadCell[][]> {
  return (await readWorkbook(await bytesOf(sheet(rows)))).get("表")!;
}

test.each(["010000", " two  spaces ", "<&>\"'", "多行\n文字\t表", "😀", "411202199001011234"])(
  "the text %j comes back as it was",
  async (text) => {
    expect(await read([[cell(text)]])).toEqual([[{ value: text, format: "@" }]]);
  },
);

test.each(["=1+1", "+86", "-x", "@SUM(A1)", "＝1"])("%j is text, never a formula", async (text) => {
  expect(await read([[cell(text)]])).toEqual([[{ value: text, format: "@" }]]);
});

test("money is a number of two decimals, days and times are days and times, nothing is nothing", async () => {
  const row = [
    cell("-9999999999999.99", "money"),
    cell(3, "whole"),
    cell("2021-08-03", "date"),
    cell("2021-08-03T12:00:00", "time"),
    cell(null, "money"),
  ];
  const [read1] = await read([row]);
  expect(read1!.map(({ value }) => value)).toEqual([
    -9_999_999_999_999.99,
    3,
    new Date("2021-08-03T00:00:00Z"),
    new Date("2021-08-03T12:00:00Z"),
    null,
  ]);
  expect(read1!.slice(0, 4).map(({ format }) => format)).toEqual([
    "#,##0.00",
    "0",
    "yyyy-mm-dd",
    "yyyy-mm-dd hh:mm:ss",
  ]);
});

test("sheets stand in their order, a table with its head in sight and filters", async () => {
  const rows = Array.from({ length: 1200 }, (_, i) => [cell(`第 ${i} 行`), cell("=x".repeat(i % 7))]);
  const book = new ExcelJS.Workbook();
  const file = await bytesOf(sheet(rows, { table: true }), sheet([[cell("说明")]], { name: "说明" }));
  await book.xlsx.load(file as unknown as ArrayBuffer);
  expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
    ["表", 1200],
    ["说明", 1],
  ]);
  expect(book.worksheets[0]!.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
  expect(book.worksheets[0]!.autoFilter).toBe("A1:B1");
});

test("a failure among the rows fails the whole", async () => {
  function* broken(): Generator<Cell[]> {
    yield [cell("a")];
    throw new Error("lost");
  }
  await expect(bytesOf(sheet([], { rows: broken() }))).rejects.toThrow("lost");
  await expect(read([[cell("x".repeat(32_768))]])).rejects.toMatchObject({ code: "export.too_large" });
});

test("a reader who waits is waited for, and one who goes away ends the reading of rows", async () => {
  let read = 0;
  function* rows(): Generator<Cell[]> {
    for (; read < 200_000; read++) yield [cell(`${Math.random()}`), cell(`${Math.random()}`)];
  }
  const out = workbook([sheet([], { rows: rows() })]);
  await once(out, "readable");
  let before = -1;
  while (before !== read) {
    before = read;
    await pause(300);
  }
  expect(before).toBeLessThan(200_000);
  out.destroy();
  await pause(100);
  expect(read).toBe(before);
});
