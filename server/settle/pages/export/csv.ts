import { fieldsToCsv } from "../../../intake/csv-write.ts";
import { type Cell, toCell } from "../../../store/reader.ts";
import type { ExportedTable } from "./table.ts";

/** What a spreadsheet runs as a formula, in half and full width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Rows a piece: enough to be worth writing, few enough to let others have their turn. */
const step = 1000;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** CSV with a byte-order mark: without it spreadsheets read Chinese as garbage. Text they would run as a formula begins with an apostrophe. */
export function* csvOf({ names, rows, value }: ExportedTable): Generator<string> {
  yield `\uFEFF${fieldsToCsv(names)}\r\n`;
  for (let first = 0; first < rows; first += step) {
    let piece = "";
    for (let row = first; row < Math.min(rows, first + step); row++)
      piece += `${fieldsToCsv(names.map((_, column) => field(toCell(value(column, row)))))}\r\n`;
    yield piece;
  }
}

function field(value: Cell): string | null {
  if (value === null) return null;
  const text = Array.isArray(value) ? value.join(" ") : String(value);
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
