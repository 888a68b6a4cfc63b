import type { Column, Table } from "../store/dictionary.ts";
import { fold, type Layout, type LayoutTable } from "./layout-types.ts";

/** One dictionary column as a header brings it. */
export interface MappedColumn {
  target: Column;
  /** The header's own spelling, or null for a constant. */
  from: string | null;
  value: string | null;
  codes: Readonly<Record<string, string>> | null;
  formats: readonly string[] | null;
}

/** A header read through one table of a layout. */
export interface Mapping {
  layout: Layout;
  entry: LayoutTable;
  table: Table;
  /** What the source is called in messages. */
  source: string;
  columns: MappedColumn[];
  /** Header names that the layout neither maps nor ignores. */
  unknown: string[];
  /** Dictionary columns this header does not bring. */
  missing: Column[];
  requiredMissing: Column[];
}

/** Reads `header` through `entry`. Names are compared trimmed and in any case; a name given twice counts once. */
export function mapHeader(layout: Layout, entry: LayoutTable, header: readonly string[], source: string): Mapping {
  const spelling = new Map<string, string>();
  for (const name of header) if (!spelling.has(fold(name))) spelling.set(fold(name), name);
  const columns: MappedColumn[] = [];
  for (const { target, from, value, codes, formats } of entry.cells) {
    const found = from.find((name) => spelling.has(name));
    if (found !== undefined) columns.push({ target, from: spelling.get(found)!, value: null, codes, formats });
    else if (value !== null) columns.push({ target, from: null, value, codes: null, formats: null });
  }
  const brought = new Set(columns.map(({ target }) => target));
  const missing = [...entry.table.columns.values()].filter((column) => !brought.has(column));
  const known = knownNames([entry]);
  return {
    layout,
    entry,
    table: entry.table,
    source,
    columns,
    unknown: header.filter((name) => !known.has(fold(name))),
    missing,
    requiredMissing: missing.filter(({ required }) => required),
  };
}

/** Every source name the entries map or ignore. */
export function knownNames(entries: readonly LayoutTable[]): Set<string> {
  return new Set(entries.flatMap(({ cells, ignored }) => [...cells.flatMap(({ from }) => from), ...ignored.keys()]));
}
