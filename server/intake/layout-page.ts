import type { Label } from "../store/dictionary.ts";
import type { Layout } from "./layout-file.ts";

/** What a figure cannot do without: `table` or `table.column`. */
export interface FigureNeeds {
  figure: string;
  needs: readonly string[];
}

export interface LayoutPage {
  name: string;
  title: Label;
  about: Label;
  tables: {
    source: readonly string[];
    table: string;
    mapped: { column: string; label: Label; from: readonly string[]; value: string | null }[];
    missing: { column: string; label: Label }[];
    ignored: { name: string; reason: Label }[];
    checks: { id: string; title: Label }[];
  }[];
  /** Figures that data of this layout alone cannot give, with the needs it does not meet. */
  disables: { figure: string; because: string[] }[];
}

/** What a layout brings, lacks and leaves out, and which of `figures` that disables. */
export function layoutPage(layout: Layout, figures: readonly FigureNeeds[] = []): LayoutPage {
  const brought = new Set<string>();
  const tables = layout.tables.map(({ sources, table, cells, ignored, checks }) => {
    const targets = new Set(cells.map(({ target }) => target));
    brought.add(table.name);
    for (const { name } of targets) brought.add(`${table.name}.${name}`);
    const missing = [...table.columns.values()].filter((column) => !targets.has(column));
    return {
      source: sources,
      table: table.name,
      mapped: cells.map(({ target: { name, label }, from, value }) => ({ column: name, label, from, value })),
      missing: missing.map(({ name, label }) => ({ column: name, label })),
      ignored: [...ignored].map(([name, reason]) => ({ name, reason })),
      checks: checks.map(({ id, title }) => ({ id, title })),
    };
  });
  const disables = figures
    .map(({ figure, needs }) => ({ figure, because: needs.filter((need) => !brought.has(need)) }))
    .filter(({ because }) => because.length > 0);
  return { name: layout.name, title: layout.title, about: layout.about, tables, disables };
}
