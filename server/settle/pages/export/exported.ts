import type { Sql } from "../../../store/sql.ts";
import type { Cell } from "../../../store/workbook/workbook.ts";
import type { ExportedColumn } from "./columns.ts";

/** A list as files hold it: its rows in their order, one column of the query each of `columns`, and what a workbook says of them. */
export interface Exported {
  rows: Sql;
  columns: readonly ExportedColumn[];
  /** Name of the workbook's sheet. */
  sheet: string;
  /** Some rows are generated, none of them anybody's. */
  generated: boolean;
  /** Rows of the sheet 说明: what the list is, by which filters, from which data, and what headings and codes say. */
  explanation(rows: number): Iterable<Cell[]>;
}
