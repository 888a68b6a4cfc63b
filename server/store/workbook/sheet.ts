import { fail } from "../../errors.ts";

/** How a cell is shown: the places of these in the style sheet of the workbook. */
export const styles = ["text", "money", "ratio", "whole", "date", "time", "guarded", "head", "wrapped"] as const;
export type Style = (typeof styles)[number];

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
}

/** Rows of a sheet, its head included. */
export const ROWS = 1_048_576;
/** Characters of one cell. */
const LONGEST = 32_767;
/** What a spreadsheet would run as a formula once the cell is edited or the sheet saved as text, in half and full width. */
export const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

const piece = 64 * 1024;
const numeric = new Set<Style>(["money", "ratio", "whole"]);

/** A sheet as SpreadsheetML, in pieces: numbers as written, exact to the last digit; everything else as text that is never a formula. */
export async function* sheetXml({ widths, table = false, rows }: Sheet): AsyncGenerator<string> {
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  let text = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`;
  text += `<sheetViews><sheetView workbookViewId="0">${table ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : ""}</sheetView></sheetViews>`;
  text += `<cols>${columns.join("")}</cols><sheetData>`;
  // Places may be left out by the standard, but not every reader does without.
  const letters = widths.map((_, i) => columnName(i + 1));
  let count = 0;
  for await (const cells of rows) {
    count += 1;
    text += `<row r="${count}">${cells.map((cell, i) => cellXml(cell, `${letters[i]}${count}`)).join("")}</row>`;
    if (text.length < piece) continue;
    yield text;
    text = "";
  }
  const filter = table && count > 0 ? `<autoFilter ref="A1:${letters.at(-1)}${count}"/>` : "";
  yield `${text}</sheetData>${filter}</worksheet>`;
}

function cellXml({ value, style }: Cell, place: string): string {
  if (value === null || value === "") return `<c r="${place}"/>`;
  if (numeric.has(style)) return `<c r="${place}" s="${styles.indexOf(style)}"><v>${value}</v></c>`;
  if (style === "date" || style === "time")
    return `<c r="${place}" s="${styles.indexOf(style)}"><v>${serial(String(value))}</v></c>`;
  const text = String(value);
  const shown = FORMULA.test(text) ? "guarded" : style;
  return `<c r="${place}" s="${styles.indexOf(shown)}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** Days since 1899-12-30 of an ISO day or time, as spreadsheets count them. */
function serial(iso: string): number {
  const [day = "", time = "00:00:00"] = iso.split("T");
  const days = Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return days + (hours * 3600 + minutes * 60 + seconds) / 86_400;
}

/**
 * Text in XML; control characters are written as _xHHHH_ (ECMA-376 part 1, 22.9.2.19), and what looks so already is kept as it is.
 * @throws export.too_large beyond what a cell holds
 */
function escaped(text: string): string {
  if (text.length > LONGEST) throw fail("export.too_large", { limit: `${LONGEST} characters in a cell` });
  return text
    .toWellFormed()
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, "_x005F_x")
    .replace(/[&<>]/g, (sign) => (sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : "&gt;"))
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (sign) =>
      sign === "\t" || sign === "\n" ? sign : `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    );
}

function columnName(number: number): string {
  const before = Math.floor((number - 1) / 26);
  return (before > 0 ? columnName(before) : "") + String.fromCharCode(65 + ((number - 1) % 26));
}
