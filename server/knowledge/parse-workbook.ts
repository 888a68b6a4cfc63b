import ExcelJS from "exceljs";
import { type Cell, EMPTY, MOST_ROWS, type SheetRow, textCell } from "./sheet.ts";

/** What parsing a workbook comes to. */
export type WorkbookAnswer = { sheets: { name: string; rows: SheetRow[] }[] } | { broken: string } | { tooLarge: true };

/** One cell; merged ones hold their value in the first of them only. */
function cellOf(cell: ExcelJS.Cell): Cell {
  const { value, type } = cell;
  switch (type) {
    case ExcelJS.ValueType.Null:
      return EMPTY;
    case ExcelJS.ValueType.Merge:
      return { kind: "merged", text: "" };
    case ExcelJS.ValueType.Number:
      return { kind: "number", text: String(value) };
    case ExcelJS.ValueType.Boolean:
      return { kind: "boolean", text: String(value) };
    case ExcelJS.ValueType.Date:
      return { kind: "date", text: (value as Date).toISOString().slice(0, 10) };
    case ExcelJS.ValueType.Formula:
      return { kind: "formula", text: `=${cell.formula}` };
    case ExcelJS.ValueType.Error:
      return { kind: "error", text: (value as ExcelJS.CellErrorValue).error };
    case ExcelJS.ValueType.RichText:
      return textCell((value as ExcelJS.CellRichTextValue).richText.map(({ text }) => text).join(""));
    default:
      return textCell(cell.text);
  }
}

function rowsOf(sheet: ExcelJS.Worksheet): SheetRow[] {
  const rows: SheetRow[] = [];
  sheet.eachRow({ includeEmpty: false }, (row, line) => {
    const cells = Array.from({ length: row.cellCount }, (_, i) => {
      const cell = row.getCell(i + 1);
      const read = cellOf(cell);
      return cell.isMerged && read.kind !== "merged" ? { ...read, spans: true as const } : read;
    });
    rows.push({ line, cells });
  });
  return rows;
}

/** The sheets of a workbook in their order, or why it cannot be read. Parsing one takes seconds: `readWorkbook` does it in a thread of its own. */
export async function parseWorkbook(bytes: Uint8Array): Promise<WorkbookAnswer> {
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  } catch (cause) {
    return { broken: (cause as Error).message };
  }
  if (book.worksheets.length === 0) return { broken: "no sheet" };
  if (book.worksheets.reduce((sum, { rowCount }) => sum + rowCount, 0) > MOST_ROWS) return { tooLarge: true };
  return { sheets: book.worksheets.map((sheet) => ({ name: sheet.name, rows: rowsOf(sheet) })) };
}
