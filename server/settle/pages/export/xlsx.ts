import { fail } from "../../../errors.ts";
import { type Cell as Plain, toCell } from "../../../store/reader.ts";
import { type Cell, ROWS, type Style, workbook } from "../../../store/workbook/workbook.ts";
import type { ExportedColumn } from "./columns.ts";
import type { Exported } from "./exported.ts";
import type { ExportedTable } from "./table.ts";

/**
 * A workbook: the rows under Chinese headings, and a sheet 说明 that says what they are. Generated data are called so in the name of the sheet.
 * @throws export.too_many_rows beyond what a sheet holds
 */
export function workbookOf(table: ExportedTable, exported: Exported): AsyncIterable<Uint8Array> {
  const limit = ROWS - 1;
  if (table.rows > limit) throw fail("export.too_many_rows", { got: table.rows, limit });
  const styles = table.types.map(styleOf);
  const { columns, sheet, generated } = exported;
  return workbook([
    {
      name: generated ? `${sheet}（示意数据）` : sheet,
      widths: styles.map((style, i) => widthOf(style, columns[i]!.zh)),
      table: true,
      rows: body(table, styles, columns),
    },
    { name: "说明", widths: [28, 90], rows: exported.explanation(table.rows) },
  ]);
}

function* body(
  { rows, value }: ExportedTable,
  styles: readonly Style[],
  columns: readonly ExportedColumn[],
): Generator<Cell[]> {
  yield columns.map(({ zh }) => ({ value: zh, style: "head" }));
  for (let row = 0; row < rows; row++)
    yield styles.map((style, column) => ({ value: written(toCell(value(column, row))), style }));
}

/** What a column's cells look like; money is a number with two decimals, a code stays text with its zeros. */
function styleOf(type: string): Style {
  // Sums of the record are wider than what is settled again.
  if (/^DECIMAL\(\d+,2\)$/.test(type)) return "money";
  if (type.startsWith("DECIMAL")) return "ratio";
  if (/INT/.test(type) && !type.endsWith("[]")) return "whole";
  if (type === "DATE") return "date";
  return type === "TIMESTAMP" ? "time" : "text";
}

function widthOf(style: Style, heading: string): number {
  const least = { money: 15, time: 20, date: 12, ratio: 10, whole: 10 } as Partial<Record<Style, number>>;
  return Math.max(least[style] ?? 16, heading.length * 2 + 3);
}

function written(value: Plain): string | number | null {
  if (typeof value === "boolean") return value ? "是" : "否";
  return Array.isArray(value) ? value.join(" ") : typeof value === "object" ? null : value;
}
