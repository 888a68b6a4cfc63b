import type { KnowledgeClass } from "./knowledge-class.ts";
import { type Field, headerOf, type KnowledgeLayout } from "./knowledge-layout.ts";
import { NoValue, type RowProblem } from "./problem.ts";
import { type PointValue, readValue } from "./read-value.ts";
import { EMPTY, type Sheet, type SheetRow } from "./sheet.ts";

/** Titles and notes may stand above the head. */
const HEAD_WITHIN = 10;
const SAMPLE = 30;
const totals = /^(合计|总计|小计|共计)/;
const notes = /^(备注|注|说明)[:：]/;

export type Values = Record<string, PointValue>;

/** Where the columns of a list of fields stand in a sheet. */
export interface Columns {
  /** Index of the head among the rows. */
  head: number;
  /** Of each field: its place in a row and the header as the sheet has it; null for a constant and for what the sheet lacks. */
  places: ReadonlyMap<string, { at: number; header: string } | null>;
  where: readonly { at: number; header: string; cell: RegExp }[];
}

/** How many columns' headers a sheet has of those that are needed; all of them where `columns` is there. */
export interface Fit {
  columns: Columns | null;
  missing: string[];
}

/** Looks for the head that a list of fields needs. */
export function findColumns(
  { rows }: Sheet,
  fields: readonly Field[],
  where: ReadonlyMap<string, RegExp> = new Map(),
): Fit {
  const needed = [
    ...fields.flatMap(({ needed, from }) => (needed ? [from] : [])),
    ...[...where.keys()].map((header) => [header]),
  ];
  let best: string[] = needed.map(([header]) => header!);
  for (const [head, { cells }] of rows.slice(0, HEAD_WITHIN).entries()) {
    const headers = cells.map(({ text }) => headerOf(text));
    const missing = needed.filter((names) => !names.some((name) => headers.includes(name)));
    if (missing.length < best.length) best = missing.map(([header]) => header!);
    if (missing.length > 0) continue;
    const place = (names: readonly string[]) => {
      const at = headers.findIndex((header) => names.includes(header));
      return at < 0 ? null : { at, header: cells[at]!.text };
    };
    const places = new Map(fields.map(({ name, from }) => [name, from.length > 0 ? place(from) : null]));
    return {
      columns: { head, places, where: [...where].map(([header, cell]) => ({ ...place([header])!, cell })) },
      missing: [],
    };
  }
  return { columns: null, missing: best };
}

/** The rows below the head that say something; totals and notes are dropped and counted. */
export function dataRows({ rows }: Sheet, { head }: Columns): { rows: SheetRow[]; dropped: number } {
  const below = rows.slice(head + 1).filter((row) => row.broken || row.cells.some(({ text }) => text !== ""));
  const data = below.filter((row) => row.broken || !isDropped(row));
  return { rows: data, dropped: below.length - data.length };
}

/** A line of totals, or a note that stands alone. */
function isDropped({ cells }: SheetRow): boolean {
  const said = cells.filter(({ text }) => text !== "");
  return totals.test(said[0]!.text) || (said.length === 1 && notes.test(said[0]!.text));
}

/** What a row says; its problem where it cannot be read. */
export function readRow(
  of: KnowledgeClass,
  fields: readonly Field[],
  columns: Columns,
  row: SheetRow,
): Values | RowProblem {
  if (row.broken) return { column: "row", ...row.broken };
  const values: Values = {};
  try {
    for (const { at, header, cell } of columns.where)
      if (!cell.test(row.cells[at]?.text ?? ""))
        throw new NoValue(header, `a cell like ${cell.source}`, row.cells[at]?.text || "nothing");
    for (const field of fields) {
      const place = columns.places.get(field.name);
      const cell = place ? (row.cells[place.at] ?? EMPTY) : EMPTY;
      values[field.name] = readValue(of, field, cell, place?.header ?? field.name);
    }
    return values;
  } catch (cause) {
    if (cause instanceof NoValue) return cause.problem;
    throw cause;
  }
}

export const isProblem = (read: Values | RowProblem): read is RowProblem =>
  typeof read.expected === "string" && "got" in read;

/** Whether any of the first rows can be read by a layout: what tells sheets apart whose heads are alike. */
export function readsAny(layout: KnowledgeLayout, sheet: Sheet, columns: Columns): boolean {
  const { rows } = dataRows(sheet, columns);
  return rows.slice(0, SAMPLE).some((row) => !isProblem(readRow(layout.of, layout.fields, columns, row)));
}
