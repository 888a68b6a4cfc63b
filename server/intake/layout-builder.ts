import { fail } from "../errors.ts";
import { type Dictionary, type Label, parseType, type Table } from "../store/dictionary.ts";
import type { LayoutSource, LayoutSourceTable } from "./layout-schema.ts";
import { fold, type LayoutCell, type LayoutTable } from "./layout-types.ts";

type Layer = "core" | "interface";

/** Turns the text of one layout file into tables of the dictionary. Throws `layout.invalid` naming file and place. */
export class LayoutBuilder {
  readonly #source: LayoutSource;
  readonly #file: string;
  readonly #dictionary: Dictionary;

  constructor(source: LayoutSource, file: string, dictionary: Dictionary) {
    this.#source = source;
    this.#file = file;
    this.#dictionary = dictionary;
  }

  tables(): LayoutTable[] {
    const { names, tables: listed = [], ignored = {} } = this.#source;
    const own = listed.map((entry) => ({ entry, table: this.#loadable(entry.table) }));
    for (const name of Object.keys(ignored)) {
      if (!this.#dictionary.byOfficial(name)) throw this.#invalid("ignored", "a table of the dictionary", name);
    }
    const tables = names
      ? officialTables(this.#dictionary, names).map((table) =>
          this.#official(table, names, own.find((each) => each.table === table)?.entry),
        )
      : own.map(({ entry, table }) => this.#listed(table, entry));
    if (tables.length === 0) throw this.#invalid("tables", "tables or names", "neither");
    for (const table of tables) this.#check(table);
    return tables;
  }

  #loadable(name: string): Table {
    const table = this.#dictionary.byOfficial(name);
    if (table && isLoadable(table)) return table;
    throw this.#invalid("tables", "a table of the dictionary that can be loaded", name);
  }

  #listed(table: Table, entry: LayoutSourceTable): LayoutTable {
    const sources = (entry.source ?? [entry.table]).map(fold);
    const ignored = this.#ignored(table, entry);
    return { table, sources, cells: this.#cells(table, entry), ignored, checks: entry.checks ?? [] };
  }

  /** A table under its official names; what the file says of a column itself goes before. */
  #official(table: Table, layer: Layer, entry: LayoutSourceTable | undefined): LayoutTable {
    const said = entry ? this.#cells(table, entry) : [];
    const named = officialCells(table, layer).filter(({ target }) => !said.some((cell) => cell.target === target));
    const sources = [...new Set([...(entry?.source ?? []), ...table.official[layer], table.name].map(fold))];
    const ignored = this.#ignored(table, entry);
    return { table, sources, cells: [...named, ...said], ignored, checks: entry?.checks ?? [] };
  }

  #cells(table: Table, entry: LayoutSourceTable): LayoutCell[] {
    return Object.entries(entry.columns).map(([name, cell]) => {
      const target = table.columns.get(name);
      if (!target) throw this.#invalid(`table ${table.name}`, "a column of the dictionary", name);
      if ("value" in cell) return { target, from: [], value: cell.value, codes: null, formats: null };
      const formats = cell.format === undefined ? null : [cell.format];
      return { target, from: [fold(cell.from)], value: null, codes: cell.codes ?? null, formats };
    });
  }

  #ignored(table: Table, entry: LayoutSourceTable | undefined): Map<string, Label> {
    const shared = Object.entries(this.#source.ignored ?? {});
    const maps = shared.filter(([name]) => this.#dictionary.byOfficial(name) === table).map(([, names]) => names);
    const names = Object.entries(Object.assign({}, ...maps, entry?.ignored) as Record<string, string>);
    return new Map(names.map(([name, key]) => [fold(name), this.#reason(`${table.name} ${name}`, key)]));
  }

  #reason(where: string, key: string): Label {
    const reason = this.#source.reasons?.[key];
    if (!reason) throw this.#invalid(where, "a key of reasons", key);
    return reason;
  }

  #check({ table, cells, ignored, checks }: LayoutTable): void {
    for (const name of ignored.keys()) {
      const cell = cells.find(({ from }) => from.includes(name));
      if (!cell) continue;
      throw this.#invalid(`${table.name}, ${name}`, "an ignored name", `it mapped to ${cell.target.name} as well`);
    }
    const known = new Set([...cells.flatMap(({ from }) => from), ...ignored.keys()]);
    for (const { id, columns, expression } of checks) {
      const stranger = strangerIn(expression, Object.keys(columns));
      if (stranger) throw this.#invalid(`check ${id}`, "arithmetic and comparisons over the check's columns", stranger);
      for (const [name, type] of Object.entries(columns)) {
        if (!known.has(fold(name))) throw this.#invalid(`check ${id}`, "a source column mapped or ignored", name);
        if (!parseType(type)) throw this.#invalid(`check ${id} ${name}`, "a column type", type);
      }
    }
  }

  #invalid(where: string, expected: string, got: string) {
    return fail("layout.invalid", { file: this.#file, where, expected, got });
  }
}

function isLoadable(table: Table): boolean {
  return table.kind !== "system" && table.since === null;
}

function officialTables(dictionary: Dictionary, layer: Layer): Table[] {
  const hasNames = (table: Table) => [...table.columns.values()].some((column) => column[layer].length > 0);
  const loadable = [...dictionary.tables.values()].filter(isLoadable);
  return layer === "core" ? loadable : loadable.filter(hasNames);
}

/** Columns under their official names; one without any official name answers to its own. */
function officialCells(table: Table, layer: Layer): LayoutCell[] {
  return [...table.columns.values()].flatMap((target) => {
    const ours = target.core.length === 0 && target.interface.length === 0;
    const from = ours ? [target.name] : target[layer];
    return from.length === 0 ? [] : [{ target, from, value: null, codes: null, formats: null }];
  });
}

/** The first part of an expression that is neither a column, a number, an arithmetic or comparing sign, and, or, not. */
function strangerIn(expression: string, columns: readonly string[]): string | null {
  const words = new Set([...columns, "and", "or", "not"]);
  for (const [part] of expression.matchAll(/[A-Za-z_]\w*|\d+(?:\.\d+)?|<=|>=|<>|[-+*=<>()]|\S/g)) {
    const plain = /^(?:\d|<=$|>=$|<>$|[-+*=<>()]$)/.test(part);
    if (!plain && !words.has(part)) return part;
  }
  return /--|\/\*/.test(expression) ? "a comment" : null;
}
