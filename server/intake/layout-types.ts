import type { Column, Label, Table } from "../store/dictionary.ts";

/** Where a dictionary column comes from: a source column under one of its names (folded), or a constant. */
export interface LayoutCell {
  target: Column;
  from: readonly string[];
  value: string | null;
  /** Source code → our code; a code that is not listed stays as it is. */
  codes: Readonly<Record<string, string>> | null;
  /** strptime formats of the source. */
  formats: readonly string[] | null;
}

/** An identity of the source itself, over source columns read as these dictionary types. */
export interface LayoutCheck {
  id: string;
  title: Label;
  columns: Readonly<Record<string, string>>;
  expression: string;
}

/** One table of a layout. Entries with the same `sources` read one file. */
export interface LayoutTable {
  table: Table;
  /** Stems of file names and table names, folded. */
  sources: readonly string[];
  cells: readonly LayoutCell[];
  /** Source name (folded) → why it is not taken. */
  ignored: ReadonlyMap<string, Label>;
  checks: readonly LayoutCheck[];
}

export interface Layout {
  name: string;
  title: Label;
  about: Label;
  tables: readonly LayoutTable[];
  /** The file as it was read: its hash is the layout's version. */
  text: string;
}

/** The form in which names of headers, tables and files are compared: trimmed, lower case. */
export function fold(name: string): string {
  return name.trim().toLowerCase();
}
