import { once } from "node:events";
import { PassThrough } from "node:stream";
import { setImmediate as others } from "node:timers/promises";
import ExcelJS from "exceljs";
import { fail } from "../../errors.ts";

export const WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export type Style = "text" | "money" | "ratio" | "whole" | "date" | "time" | "head" | "wrapped";

/** Days and times are ISO texts; money is text or a number. */
export interface Cell {
  value: string | number | null;
  style: Style;
}

export interface Sheet {
  name: string;
  /** Widths of the columns, in digits. */
  widths: readonly number[];
  /** The first row stays in sight and carries filters. */
  table?: boolean;
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
  /** Columns that are there and not shown, from 0. */
  hidden?: readonly number[];
  /** Values that cells of a column may take below its head, in so many rows. They hold no comma. */
  choices?: { column: number; values: readonly string[]; rows: number };
}

/** Rows of a sheet, its head included. */
export const ROWS = 1_048_576;
/** Characters of one cell. */
const LONGEST = 32_767;
/** Rows after which others get their turn. */
const BREATH = 500;

const font = { name: "Microsoft YaHei", size: 11 };
/** The format of text keeps codes as they are, and what begins like a formula text even once it is edited. */
const formats: Record<Style, Partial<ExcelJS.Style>> = {
  text: { numFmt: "@", font },
  money: { numFmt: "#,##0.00", font },
  ratio: { numFmt: "General", font },
  whole: { numFmt: "0", font },
  date: { numFmt: "yyyy-mm-dd", font },
  time: { numFmt: "yyyy-mm-dd hh:mm:ss", font },
  head: { numFmt: "@", font: { ...font, bold: true } },
  wrapped: { numFmt: "@", font, alignment: { wrapText: true, vertical: "top" } },
};
const numeric = new Set<Style>(["money", "ratio", "whole"]);

/**
 * A workbook as bytes, its rows read as they are written. A failure among the rows, or a text longer than a cell holds (export.too_large), fails the stream.
 */
export function workbook(sheets: readonly Sheet[]): PassThrough {
  const out = new PassThrough();
  write(sheets, out).catch((error: Error) => out.destroy(error));
  return out;
}

async function write(sheets: readonly Sheet[], stream: PassThrough): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  for (const { name, widths, table, rows, hidden, choices } of sheets) {
    const sheet = book.addWorksheet(name, table ? { views: [{ state: "frozen", ySplit: 1 }] } : {});
    sheet.columns = widths.map((width, i) => ({ width, hidden: hidden?.includes(i) ?? false }));
    if (choices && choices.rows > 0) offer(sheet, choices);
    if (table) sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: widths.length } };
    let count = 0;
    for await (const cells of rows) {
      const row = sheet.addRow(cells.map(written));
      for (const [i, { style }] of cells.entries()) row.getCell(i + 1).style = formats[style];
      row.commit();
      count += 1;
      if (count % BREATH === 0) await ready(stream);
    }
    sheet.commit();
  }
  await book.commit();
}

/** The list that a spreadsheet offers, and refuses other values by. */
function offer(sheet: ExcelJS.Worksheet, { column, values, rows }: NonNullable<Sheet["choices"]>): void {
  const { letter } = sheet.getColumn(column + 1);
  // The streaming writer has it, its types have not.
  const { dataValidations } = sheet as unknown as {
    dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void };
  };
  dataValidations.add(`${letter}2:${letter}${rows + 1}`, {
    ...{ type: "list", allowBlank: true, showErrorMessage: true, errorStyle: "stop" },
    formulae: [`"${values.join(",")}"`],
  });
}

/** Others get their turn, and a slow reader his time; rows for nobody are not read on. */
async function ready(stream: PassThrough): Promise<void> {
  await others();
  if (stream.writableNeedDrain && !stream.destroyed) {
    const waiting = new AbortController();
    const until = (event: string) => once(stream, event, { signal: waiting.signal });
    await Promise.race([until("drain"), until("close")]).finally(() => waiting.abort());
  }
  if (stream.destroyed) throw stream.errored ?? new Error("nobody reads the workbook");
}

function written({ value, style }: Cell): string | number | Date | null {
  if (value === null || value === "") return null;
  if (numeric.has(style)) return Number(value);
  const text = String(value);
  if (style === "date" || style === "time") return new Date(`${text.length > 10 ? text : `${text}T00:00:00`}Z`);
  if (text.length > LONGEST) throw fail("export.too_large", { limit: `${LONGEST} characters in a cell` });
  return text;
}
