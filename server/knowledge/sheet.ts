/** What stands in a cell, as text. A formula keeps its text, not what it once came to. */
export interface Cell {
  kind: "empty" | "text" | "number" | "date" | "boolean" | "formula" | "merged" | "error";
  text: string;
  /** Set where it stands for others too, which are merged into it. */
  spans?: true;
}

/** A row with the line of its file, from 1. */
export interface SheetRow {
  line: number;
  cells: readonly Cell[];
  /** What is wrong with the row as a whole: an open quote, bytes that are no text. */
  broken?: { expected: string; got: string };
}

/** The rows of a CSV file, or of one sheet of a workbook. */
export interface Sheet {
  file: string;
  /** Empty for a CSV file. */
  sheet: string;
  rows: readonly SheetRow[];
}

export const EMPTY: Cell = { kind: "empty", text: "" };

/** A cell as text; the spaces around it are none of it. */
export const textCell = (text: string): Cell => {
  const trimmed = text.trim();
  return trimmed === "" ? EMPTY : { kind: "text", text: trimmed };
};

/** More rows than all official knowledge has; a load beyond it is a mistake, and would be held in memory whole. */
export const MOST_ROWS = 300_000;
