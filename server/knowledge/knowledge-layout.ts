import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Compile } from "typebox/compile";
import { parse } from "yaml";
import { fail } from "../errors.ts";
import { type KnowledgeClass, knowledgeClasses } from "./knowledge-class.ts";
import { type FieldFile, LayoutFile } from "./layout-schema.ts";

/** How a column is read from a sheet. */
export interface Field {
  name: string;
  /** Headers as `headerOf` writes them. */
  from: readonly string[];
  words: ReadonlyMap<string, string> | null;
  patterns: readonly [pattern: RegExp, becomes: string][] | null;
  constant: string | null;
  /** Whether a sheet without its header is not of this layout. */
  needed: boolean;
}

/** A form in which the points of a class are published. */
export interface KnowledgeLayout {
  name: string;
  /** Our own form: known by the name of the file. */
  own: boolean;
  of: KnowledgeClass;
  /** By header, what the whole cell must be. */
  where: ReadonlyMap<string, RegExp>;
  fields: readonly Field[];
  codes: { by: string; fields: readonly Field[] } | null;
}

const home = fileURLToPath(new URL("../../datasets/knowledge/layouts", import.meta.url));
const shape = Compile(LayoutFile);
const texts = ["item_name", "basis", "source"] as const;
const labels: Record<string, string> = {
  item_code: "项目编码",
  other_code: "另一项目编码",
  item_name: "项目名称",
  basis: "逻辑依据",
  source: "来源",
};

/** Headers are compared without spaces, and brackets of either width are one. */
export const headerOf = (text: string): string => text.normalize("NFKC").replaceAll(/\s+/g, "").toLowerCase();

/** Every layout: the files of `layouts/`, and of each class its own form. @throws knowledge.layout_invalid */
export function knowledgeLayouts(
  folder: string = home,
  classes: readonly KnowledgeClass[] = knowledgeClasses(),
): KnowledgeLayout[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const written = files.sort().map((name) => readLayout(readFileSync(join(folder, name), "utf8"), name, classes));
  return [...written, ...classes.map(ownLayout)];
}

/** Our own form of a class: its columns under their names, or under the Chinese ones. */
export function ownLayout(of: KnowledgeClass): KnowledgeLayout {
  const keys = of.key.filter((name) => !of.columns.some((column) => column.name === name));
  const fields = [
    ...keys.map((name) => plain(name, [name, labels[name] ?? name], true)),
    ...of.columns.map(({ name, label, required }) => plain(name, [name, label.zh], required)),
    ...texts.map((name) => plain(name, [name, labels[name]!], false)),
  ];
  return { name: of.name, own: true, of, where: new Map(), fields, codes: null };
}

function plain(name: string, from: readonly string[], needed: boolean): Field {
  return { name, from: from.map(headerOf), words: null, patterns: null, constant: null, needed };
}

/** Reads one layout file; `file` must be named `<layout>.yaml`. @throws knowledge.layout_invalid */
export function readLayout(text: string, file: string, classes: readonly KnowledgeClass[]): KnowledgeLayout {
  const source = checked(text, file);
  const { layout: name, where = {}, read, codes } = source;
  if (`${name}.yaml` !== basename(file)) throw wrong(file, "layout", `the file's name ${file}`, name);
  const of = classes.find((each) => each.name === source.class);
  if (!of) throw wrong(file, "class", `one of ${classes.map((each) => each.name).join(", ")}`, source.class);
  if (classes.some((each) => each.name === name)) throw wrong(file, "layout", "no name of a class", name);
  const columns = (fields: Record<string, FieldFile>, key: string) =>
    Object.entries(fields).map(([column, field]) => fieldOf(file, key, of, column, field));
  const layout = {
    name,
    own: false,
    of,
    where: new Map(
      Object.entries(where).map(([header, cell]) => [
        headerOf(header),
        regular(file, `where ${header}`, `^(?:${cell})$`),
      ]),
    ),
    fields: columns(read, "read"),
    codes: codes ? { by: codes.by, fields: columns(codes.read, "codes read") } : null,
  };
  checkWhole(file, layout);
  return layout;
}

function fieldOf(file: string, key: string, of: KnowledgeClass, name: string, field: FieldFile): Field {
  const column = of.columns.find((each) => each.name === name);
  if (!column && !of.key.includes(name) && !texts.some((text) => text === name))
    throw wrong(file, `${key} ${name}`, `a column of ${of.name}`, name);
  const { from, words, patterns, constant } = field;
  if ((from === undefined) === (constant === undefined))
    throw wrong(file, `${key} ${name}`, "either from or constant", from ? "both" : "neither");
  return {
    name,
    from: (from ?? []).map(headerOf),
    words: words ? new Map(Object.entries(words)) : null,
    patterns: patterns
      ? Object.entries(patterns).map(([pattern, becomes]) => [regular(file, `${key} ${name}`, pattern), becomes])
      : null,
    constant: constant ?? null,
    needed: from !== undefined && (column ? column.required : of.key.includes(name) || name === "item_name"),
  };
}

function regular(file: string, where: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch (cause) {
    throw wrong(file, where, "a regular expression", (cause as Error).message);
  }
}

/** The key and every column that is never open must come from somewhere, and the join from both sheets. */
function checkWhole(file: string, { of, fields, codes }: KnowledgeLayout): void {
  const read = new Set([...fields, ...(codes?.fields ?? [])].map(({ name }) => name));
  const wanted = [...of.key, ...of.columns.flatMap(({ name, required }) => (required ? [name] : []))];
  const missing = wanted.find((name) => !read.has(name));
  if (missing) throw wrong(file, "read", `where ${missing} stands`, "nothing");
  for (const side of codes ? [fields, codes.fields] : [])
    if (!side.some(({ name, from }) => name === codes!.by && from.length > 0))
      throw wrong(file, "codes by", "a column that both sheets have", codes!.by);
}

function checked(text: string, file: string): LayoutFile {
  let value: unknown;
  try {
    value = parse(text, { schema: "failsafe" });
  } catch (cause) {
    throw wrong(file, "text", "YAML", (cause as Error).message.split("\n")[0]!);
  }
  if (shape.Check(value)) return value;
  const first = shape.Errors(value)[0];
  const where = first?.instancePath.slice(1).replaceAll("/", " ") || "top level";
  throw wrong(file, where, first?.message ?? "another form", "something else");
}

function wrong(file: string, where: string, expected: string, got: string) {
  return fail("knowledge.layout_invalid", { file, where, expected, got });
}
