import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { parse } from "yaml";
import { fail } from "../errors.ts";
import { checkDictionary } from "./dictionary-check.ts";
import { CodesFile, TableFile } from "./dictionary-schema.ts";
import { type CodeTable, type Column, parseType, storageOf, type Table } from "./dictionary-types.ts";

export * from "./dictionary-types.ts";

/** Every name of the house: tables, columns, official aliases, code tables. */
export interface Dictionary {
  tables: ReadonlyMap<string, Table>;
  codes: ReadonlyMap<string, CodeTable>;
  /** The table with this dictionary name; throws where there is none. */
  table(name: string): Table;
  /** The table with this dictionary or official name (`setl_d`, `setlinfo`), in any case; null where there is none. */
  byOfficial(name: string): Table | null;
  /** The code table with this name; throws where there is none. */
  codeTable(name: string): CodeTable;
}

const home = fileURLToPath(new URL("../../datasets/dictionary", import.meta.url));
const tableFile = Compile(TableFile);
const codesFile = Compile(CodesFile);
const loaded = new Map<string, Dictionary>();

/** Reads and checks all dictionary files of a folder, once. Throws `dictionary.invalid` naming file and column. */
export function loadDictionary(folder: string = home): Dictionary {
  let dictionary = loaded.get(folder);
  if (!dictionary) {
    const tables = yamlFiles(folder).map((file) => parseTable(readFileSync(file, "utf8"), basename(file)));
    const codes = yamlFiles(join(folder, "codes")).map((file) =>
      parseCodes(readFileSync(file, "utf8"), basename(file)),
    );
    dictionary = makeDictionary(tables, codes);
    loaded.set(folder, dictionary);
  }
  return dictionary;
}

/** Joins parsed tables and code tables, and checks what spans files. */
export function makeDictionary(tableList: readonly Table[], codeList: readonly CodeTable[]): Dictionary {
  const tables = new Map(tableList.map((table) => [table.name, table]));
  const codes = new Map(codeList.map((table) => [table.name, table]));
  checkDictionary(tables, codes);
  const official = new Map<string, Table>();
  for (const table of tableList) {
    for (const name of [table.name, ...table.official.core, ...table.official.interface]) official.set(name, table);
  }
  return {
    tables,
    codes,
    table: (name) => found(tables, name, "table"),
    byOfficial: (name) => official.get(name.trim().toLowerCase()) ?? null,
    codeTable: (name) => found(codes, name, "code table"),
  };
}

/** Parses one table file. `file` is only named in errors. */
export function parseTable(text: string, file: string): Table {
  const source = checked(tableFile, parse(text), file);
  if (`${source.table}.yaml` !== file) throw invalid(file, "table", `the file's name ${file}`, source.table);
  const columns = new Map<string, Column>();
  for (const [name, column] of Object.entries(source.columns)) {
    const type = parseType(column.type);
    if (!type) throw invalid(file, `column ${name}`, "a type such as text(30) or money", column.type);
    const personal = column.personal ?? null;
    columns.set(name, {
      name,
      type,
      label: { zh: column.zh, en: column.en },
      core: list(column.core),
      interface: list(column.interface),
      required: column.required ?? false,
      officialRequired: column.official_required ?? false,
      personal,
      storage: storageOf(source.kind, personal),
      codes: column.codes ?? null,
      unit: column.unit ?? null,
      min: column.min ?? null,
      max: column.max ?? null,
      note: column.note ?? null,
    });
  }
  return {
    name: source.table,
    title: source.title,
    official: { core: list(source.official?.core), interface: list(source.official?.interface) },
    kind: source.kind,
    since: source.since ?? null,
    grain: source.grain,
    note: source.note ?? null,
    key: source.key,
    newerBy: source.newer_by ?? null,
    columns,
  };
}

/** Parses one code table; every scalar is text, so that 01 stays 01. */
export function parseCodes(text: string, file: string): CodeTable {
  const source = checked(codesFile, parse(text, { schema: "failsafe" }), file);
  if (`${source.codes}.yaml` !== file) throw invalid(file, "codes", `the file's name ${file}`, source.codes);
  const values = Object.entries(source.values).map(([code, value]) => {
    const { zh, en, group = null, tier = null } = value;
    return [code, { code, label: { zh, en }, group, tier, class: value.class ?? null }] as const;
  });
  const { codes: name, title, confidence } = source;
  return { name, title, source: source.source, confidence, values: new Map(values) };
}

function checked<T extends TSchema>(
  check: Validator<Record<never, never>, T>,
  value: unknown,
  file: string,
): Static<T> {
  if (check.Check(value)) return value as Static<T>;
  const first = check.Errors(value)[0];
  const unknown = first?.keyword === "boolean";
  const where = first?.instancePath.slice(1).replaceAll("/", " ") || "top level";
  throw invalid(file, where, unknown ? "no such field" : (first?.message ?? "another form"), unknown ? "one" : "other");
}

function invalid(file: string, where: string, expected: string, got: string) {
  return fail("dictionary.invalid", { file, where, expected, got });
}

function list(names: string | string[] | undefined): string[] {
  return names === undefined ? [] : typeof names === "string" ? [names] : names;
}

function found<T>(map: ReadonlyMap<string, T>, name: string, what: string): T {
  const value = map.get(name);
  if (value === undefined) throw invalid("dictionary", what, `one of ${[...map.keys()].join(", ")}`, name);
  return value;
}

function yamlFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((name) => join(folder, name));
}
