import type { Dictionary, Label } from "../store/dictionary.ts";
import type { Layout } from "./layout-types.ts";

/** What a figure cannot do without: `table`, `table.column`, or a column of `settlement`. */
export interface FigureNeeds {
  id: string;
  label: Label;
  needs?: readonly string[];
}

export interface LayoutPage {
  name: string;
  title: Label;
  about: Label;
  tables: {
    /** Names of files and tables it is found by. */
    source: string;
    table: string;
    title: Label;
    /** `from` lists the accepted names in the source; empty for a constant, which `value` holds. */
    mapped: { column: string; label: Label; from: readonly string[]; value: string | null }[];
    missing: { column: string; label: Label }[];
    ignored: { name: string; reason: Label }[];
    checks: { id: string; title: Label }[];
  }[];
  /** Tables of the dictionary that this layout does not bring at all. */
  lacks: { table: string; title: Label }[];
  /** Figures that data of this layout alone cannot give, with what is missing in words and by name. */
  disables: { figure: string; label: Label; because: Label; needs: string[] }[];
}

/** What a layout brings, lacks and leaves out, and which of `figures` that disables. */
export function layoutPage(layout: Layout, dictionary: Dictionary, figures: readonly FigureNeeds[] = []): LayoutPage {
  const brought = new Set<string>();
  const tables = layout.tables.map(({ sources, table, cells, ignored, checks }) => {
    const targets = new Set(cells.map(({ target }) => target));
    brought.add(table.name);
    for (const { name } of targets) brought.add(`${table.name}.${name}`);
    const missing = [...table.columns.values()].filter((column) => !targets.has(column));
    return {
      source: sources.join(", "),
      table: table.name,
      title: table.title,
      mapped: cells.map(({ target: { name, label }, from, value }) => ({ column: name, label, from, value })),
      missing: missing.map(({ name, label }) => ({ column: name, label })),
      ignored: [...ignored].map(([name, reason]) => ({ name, reason })),
      checks: checks.map(({ id, title }) => ({ id, title })),
    };
  });
  const loadable = [...dictionary.tables.values()].filter(({ kind, since }) => kind === "business" && since === null);
  const lacks = loadable.filter(({ name }) => !brought.has(name)).map(({ name, title }) => ({ table: name, title }));
  const disables = figures.flatMap(({ id, label, needs = [] }) => {
    const unmet = needs.map((need) => qualified(need, dictionary)).filter((need) => !brought.has(need));
    return unmet.length === 0 ? [] : [{ figure: id, label, because: because(unmet, dictionary), needs: unmet }];
  });
  return { name: layout.name, title: layout.title, about: layout.about, tables, lacks, disables };
}

function qualified(need: string, dictionary: Dictionary): string {
  return need.includes(".") || dictionary.tables.has(need) ? need : `settlement.${need}`;
}

function because(needs: readonly string[], dictionary: Dictionary): Label {
  const labels = needs.map((need): Label => {
    const [name = "", column = ""] = need.split(".");
    const table = dictionary.table(name);
    return table.columns.get(column)?.label ?? table.title;
  });
  return {
    zh: `未提供${labels.map(({ zh }) => zh).join("、")}`,
    en: `Not supplied: ${labels.map(({ en }) => en).join(", ")}`,
  };
}
