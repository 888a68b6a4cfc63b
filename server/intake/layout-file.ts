import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Compile } from "typebox/compile";
import { parse } from "yaml";
import { fail } from "../errors.ts";
import { type Dictionary, loadDictionary } from "../store/dictionary.ts";
import { LayoutBuilder } from "./layout-builder.ts";
import { LayoutFile, type LayoutSource } from "./layout-schema.ts";
import type { Layout } from "./layout-types.ts";

const home = fileURLToPath(new URL("../../datasets/layouts", import.meta.url));
const shape = Compile(LayoutFile);

/** Reads all layouts of a folder. Throws `layout.invalid` naming file and place. */
export function loadLayouts(folder: string = home, dictionary: Dictionary = loadDictionary()): Layout[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.sort().map((name) => parseLayout(readFileSync(join(folder, name), "utf8"), name, dictionary));
}

/** Parses a layout, from a file or a stored copy. `file` must be named `<layout>.yaml`. Throws `layout.invalid`. */
export function parseLayout(text: string, file: string, dictionary: Dictionary = loadDictionary()): Layout {
  const source = read(text, file);
  const { layout: name, title, about } = source;
  if (`${name}.yaml` !== basename(file)) throw invalid(file, "layout", `the file's name ${file}`, name);
  return { name, title, about, tables: new LayoutBuilder(source, file, dictionary).tables(), text };
}

function read(text: string, file: string): LayoutSource {
  let value: unknown;
  try {
    value = parse(text, { schema: "failsafe", merge: true });
  } catch (cause) {
    throw invalid(file, "text", "YAML", cause instanceof Error ? cause.message : String(cause));
  }
  if (shape.Check(value)) return value;
  const first = shape.Errors(value)[0];
  const where = first?.instancePath.slice(1).replaceAll("/", " ") || "top level";
  throw invalid(file, where, first?.message ?? "another form", "something else");
}

function invalid(file: string, where: string, expected: string, got: string) {
  return fail("layout.invalid", { file, where, expected, got });
}
