import type { Reader } from "../../../store/reader.ts";
import { WORKBOOK_TYPE } from "../../../store/workbook/workbook.ts";
import { arrowOf } from "./arrow.ts";
import { csvOf } from "./csv.ts";
import type { Exported } from "./exported.ts";
import { parquetOf } from "./parquet.ts";
import { exportedTable } from "./table.ts";
import { workbookOf } from "./xlsx.ts";

/** What an export can be written as, with its media type. */
export const formats = {
  csv: "text/csv; charset=utf-8",
  xlsx: WORKBOOK_TYPE,
  parquet: "application/vnd.apache.parquet",
  arrow: "application/vnd.apache.arrow.stream",
} as const;
export type Format = keyof typeof formats;
export const formatNames = Object.keys(formats) as Format[];

/**
 * A list as the bytes of a file, and how many rows it has. All rows are read when it returns; none tells who a person is.
 * @throws export.too_many_rows where the format holds fewer
 */
export async function exportAs(
  format: Format,
  reader: Reader,
  exported: Exported,
  stage: string,
): Promise<{ rows: number; content: AsyncIterable<string | Uint8Array> | Iterable<string> }> {
  if (format === "parquet") return parquetOf(reader, exported.rows, stage);
  const table = await exportedTable(reader, exported.rows);
  const { rows } = table;
  if (format === "xlsx") return { rows, content: workbookOf(table, exported) };
  return { rows, content: format === "arrow" ? arrowOf(table) : csvOf(table) };
}
