import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Static } from "typebox";
import { Compile } from "typebox/compile";
import { parse } from "yaml";
import { fail } from "../errors.ts";
import {
  type Column,
  type Dictionary,
  type Label,
  loadDictionary,
  parseType,
  type Table,
} from "../store/dictionary.ts";
import { LayoutFile } from "./layout-schema.ts";

/** Where a dictionary column comes from: a source column under one of its names (lower case), or a constant. */
export interface LayoutCell {
  target: Column;
  from: readonly string[];
  value: string | null;
  codes: Readonly<Record<string, string>> | null;
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
  /** Stems of file names and table names, lower case. */
  sources: readonly string[];
  cells: readonly LayoutCell[];
  /** Source name (lower case) → why it is not taken. */
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

type Source = Static<typeof LayoutFile>;
type SourceTable = NonNullable<Source["tables"]>[number];

const home = fileURLToPath(new URL("../../datasets/layouts", import.meta.url));

/** Reads all layouts of a folder. Throws `layout.invalid` naming file and place. */
export function loadLayouts(folder: string = home, dictionary: Dictionary = loadDictionary()): Layout[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.sort().map((name) => parseLayout(readFileSync(join(folder, name), "utf8"), name, dictionary));
}

/** Parses a layout, from a file or a stored copy. `fileName` must be `<layout>.yaml`. Throws `layout.invalid`. */
export function parseLayout(text: string, fileName: string, dictionary: Dictionary = loadDictionary()): Layout {
  const source = read(text, fileName);
  const invalid = (where: string, expected: string, got: string) =>
    fail("layout.invalid", { file: fileName, where, expected, got });
  if (`${source.layout}.yaml` !== basename(fileName))
    throw invalid("layout", `the file's name ${fileName}`, source.layout);

  const reason = (where: string, key: string): Label => {
    const found = source.reasons?.[key];
    if (!found) throw invalid(where, "a key of reasons", key);
    return found;
  };
  const reasonsOf = (where: string, names: Record<string, string> = {}) =>
    new Map(Object.entries(names).map(([name, key]) => [fold(name), reason(`${where} ${name}`, key)] as const));

  const cellsOf = (table: Table, entry: SourceTable): LayoutCell[] =>
    Object.entries(entry.columns).map(([name, cell]) => {
      const target = table.columns.get(name);
      if (!target) throw invalid(`table ${table.name}`, "a column of the dictionary", name);
      if ("value" in cell) return { target, from: [], value: cell.value, codes: null, formats: null };
      const formats = cell.format === undefined ? null : [cell.format];
      return { target, from: [fold(cell.from)], value: null, codes: cell.codes ?? null, formats };
    });

  const ignoredOf = (table: Table, entry: SourceTable | undefined) => {
    const shared = Object.entries(source.ignored ?? {}).filter(([name]) => dictionary.byOfficial(name) === table);
    const maps = [
      ...shared.map(([name, names]) => reasonsOf(`ignored ${name}`, names)),
      reasonsOf(table.name, entry?.ignored),
    ];
    return new Map(maps.flatMap((map) => [...map]));
  };

  const tables: LayoutTable[] = [];
  for (const entry of source.tables ?? []) {
    const table = dictionary.byOfficial(entry.table);
    if (!table || table.since !== null || table.kind === "system") {
      throw invalid("tables", "a table of the dictionary that can be loaded", entry.table);
    }
    for (const check of entry.checks ?? []) {
      for (const [name, type] of Object.entries(check.columns)) {
        if (!parseType(type)) throw invalid(`check ${check.id} ${name}`, "a column type", type);
      }
    }
    if (source.names) continue;
    const sources = (entry.source ?? [entry.table]).map(fold);
    const cells = cellsOf(table, entry);
    tables.push({ table, sources, cells, ignored: ignoredOf(table, entry), checks: entry.checks ?? [] });
  }
  for (const name of Object.keys(source.ignored ?? {})) {
    if (!dictionary.byOfficial(name)) throw invalid("ignored", "a table of the dictionary", name);
  }
  for (const table of source.names ? officialTables(dictionary, source.names) : []) {
    const entry = source.tables?.find(({ table: name }) => dictionary.byOfficial(name) === table);
    const own = entry ? cellsOf(table, entry) : [];
    const named = namedCells(table, source.names!).filter(({ target }) => !own.some((cell) => cell.target === target));
    const sources = [...new Set([...(entry?.source ?? []), ...table.official[source.names!], table.name])].map(fold);
    tables.push({
      table,
      sources,
      cells: [...named, ...own],
      ignored: ignoredOf(table, entry),
      checks: entry?.checks ?? [],
    });
  }
  if (tables.length === 0) throw invalid("tables", "tables or names", "neither");
  for (const entry of tables) checkEntry(entry, fileName);
  return { name: source.layout, title: source.title, about: source.about, tables, text };
}

/** The form in which names of headers, tables and files are compared: trimmed, lower case. */
export function fold(name: string): string {
  return name.trim().toLowerCase();
}

function read(text: string, file: string): Source {
  const check = Compile(LayoutFile);
  let value: unknown;
  try {
    value = parse(text, { schema: "failsafe", merge: true });
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw fail("layout.invalid", { file, where: "text", expected: "YAML", got }, cause);
  }
  if (check.Check(value)) return value;
  const first = check.Errors(value)[0];
  const where = first?.instancePath.slice(1).replaceAll("/", " ") || "top level";
  throw fail("layout.invalid", { file, where, expected: first?.message ?? "another form", got: "something else" });
}

function officialTables(dictionary: Dictionary, layer: "core" | "interface"): Table[] {
  return [...dictionary.tables.values()].filter((table) => {
    if (table.kind === "system" || table.since !== null) return false;
    return layer === "core" || [...table.columns.values()].some((column) => column.interface.length > 0);
  });
}

/** Columns under their official names; one without any official name answers to its own. */
function namedCells(table: Table, layer: "core" | "interface"): LayoutCell[] {
  return [...table.columns.values()].flatMap((target) => {
    const ours = target.core.length === 0 && target.interface.length === 0;
    const from = ours ? [target.name] : target[layer];
    return from.length === 0 ? [] : [{ target, from, value: null, codes: null, formats: null }];
  });
}

function checkEntry({ table, cells, ignored, checks }: LayoutTable, file: string): void {
  const known = new Set([...cells.flatMap(({ from }) => from), ...ignored.keys()]);
  for (const name of ignored.keys()) {
    const cell = cells.find(({ from }) => from.includes(name));
    if (!cell) continue;
    const got = `it mapped to ${cell.target.name} as well`;
    throw fail("layout.invalid", { file, where: `${table.name}, ${name}`, expected: "an ignored name", got });
  }
  for (const check of checks) {
    const stray = Object.keys(check.columns).find((name) => !known.has(fold(name)));
    if (stray === undefined) continue;
    const expected = "a source column that is mapped or ignored";
    throw fail("layout.invalid", { file, where: `check ${check.id}`, expected, got: stray });
  }
}
