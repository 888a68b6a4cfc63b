import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Compile } from "typebox/compile";
import { parse } from "yaml";
import { fail } from "../errors.ts";
import { type Label, loadDictionary } from "../store/dictionary.ts";
import { ClassFile, type ColumnType } from "./class-schema.ts";

/** What a knowledge point says in one column. */
export interface KnowledgeColumn {
  name: string;
  type: ColumnType;
  label: Label;
  unit: string | null;
  /** The code table of a code. */
  codes: string | null;
  /** The words a text may be. */
  values: ReadonlyMap<string, Label> | null;
  /** Of a number: digits after the point, and bounds as written. */
  decimals: number;
  min: string | null;
  max: string | null;
  required: boolean;
  gathers: boolean;
}

/** A kind of knowledge, which rules know as the relation `knowledge.<name>`: one current point per key. */
export interface KnowledgeClass {
  name: string;
  title: Label;
  official: readonly string[];
  key: readonly string[];
  /** The columns of its own, a key's that is neither an item nor a generic part among them. */
  columns: readonly KnowledgeColumn[];
  confidence: "official" | "recalled" | "illustrative";
  watched: boolean;
  note: Label | null;
}

/** Columns that every class has without saying so; those of `keyWords` only where its key names them. */
export const itemKeys = ["item_code", "other_code"] as const;
export const genericKeys = ["generic_code", "other_generic"] as const;
export const commonColumns = ["item_name", "basis", "batch", "published_on"] as const;
const taken = new Set<string>([...itemKeys, ...genericKeys, ...commonColumns, "source", "class", "knowledge"]);

const home = fileURLToPath(new URL("../../datasets/knowledge/classes", import.meta.url));
const shape = Compile(ClassFile);
let loaded: readonly KnowledgeClass[] | undefined;

/** The classes that come with the program, by name; read once. @throws knowledge.class_invalid */
export function knowledgeClasses(): readonly KnowledgeClass[] {
  loaded ??= readClasses(home);
  return loaded;
}

/** Reads every class file of a folder. @throws knowledge.class_invalid naming file and place */
export function readClasses(folder: string): KnowledgeClass[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.sort().map((name) => readClass(readFileSync(join(folder, name), "utf8"), name));
}

/** Reads one class file; `file` must be named `<class>.yaml`. @throws knowledge.class_invalid */
export function readClass(text: string, file: string): KnowledgeClass {
  const source = checked(text, file);
  if (`${source.class}.yaml` !== basename(file)) throw wrong(file, "class", `the file's name ${file}`, source.class);
  const columns = Object.entries(source.columns).map(([name, column]) => columnOf(file, name, column));
  const words = new Set<string>([...itemKeys, ...genericKeys]);
  for (const name of source.key) {
    const column = columns.find((each) => each.name === name);
    if (!words.has(name) && !column) throw wrong(file, "key", `${[...words].join(", ")} or one of its columns`, name);
    if (column && (!column.required || column.type === "list"))
      throw wrong(file, "key", "a column that is never open and holds one value", name);
  }
  if (columns.every(({ name }) => source.key.includes(name)) && columns.length > 0 && source.key.length === 1)
    throw wrong(file, "columns", "something that points say beside their key", "the key alone");
  return {
    name: source.class,
    title: source.title,
    official: source.official,
    key: source.key,
    columns,
    confidence: source.confidence,
    watched: source.watched === "true",
    note: source.note ?? null,
  };
}

function columnOf(file: string, name: string, column: ClassFile["columns"][string]): KnowledgeColumn {
  if (taken.has(name)) throw wrong(file, `columns ${name}`, "a name of its own", "one that every class has");
  const { type, codes = null, values, unit = null, gathers } = column;
  if ((type === "code") !== (codes !== null)) throw wrong(file, `columns ${name}`, "codes beside type code", type);
  if (codes !== null && !loadDictionary().codes.has(codes))
    throw wrong(file, `columns ${name}`, "a code table of the dictionary", codes);
  if (values && type !== "text") throw wrong(file, `columns ${name}`, "values beside type text", type);
  if (gathers === "true" && type !== "list") throw wrong(file, `columns ${name}`, "gathers beside type list", type);
  const bounds = [column.min, column.max, column.decimals].some((each) => each !== undefined);
  if (bounds && type !== "number") throw wrong(file, `columns ${name}`, "min, max, decimals beside type number", type);
  return {
    name,
    type,
    label: { zh: column.zh, en: column.en },
    unit,
    codes,
    values: values ? new Map(Object.entries(values)) : null,
    decimals: column.decimals === undefined ? (unit === "yuan" ? 2 : 0) : Number(column.decimals),
    min: column.min ?? null,
    max: column.max ?? null,
    required: column.optional !== "true",
    gathers: gathers === "true",
  };
}

function checked(text: string, file: string): ClassFile {
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
  return fail("knowledge.class_invalid", { file, where, expected, got });
}
