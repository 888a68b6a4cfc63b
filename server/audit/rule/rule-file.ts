import { Compile } from "typebox/compile";
import { fail, type JihengError } from "../../errors.ts";
import { Refusal } from "../refusal.ts";
import { misplacedKey } from "./key-order.ts";
import { flaws } from "./rule-flaws.ts";
import { type RuleFile, ruleFile } from "./rule-schema.ts";
import { type Path, parseYamlText, type YamlText } from "./yaml-text.ts";

const form = Compile(ruleFile);

/** A rule and the text it was read from. */
export interface ReadRule extends RuleFile {
  /** `cross-province/XR-01.yaml`, below `rules/`. */
  file: string;
  lineOf(path: Path): number;
  /** What is refused somewhere in the file, as an error that names file, line and key. */
  refused(refusal: Refusal): JihengError;
}

/** Reads one rule file. What its `find` says is read later, against the relations. @throws rule.invalid naming file, line, key, expected and got */
export function readRule(source: string, file: string): ReadRule {
  let text: YamlText | undefined;
  try {
    text = parseYamlText(source);
    return checked(text, file);
  } catch (cause) {
    if (cause instanceof Refusal) throw invalid(file, text, cause);
    throw cause;
  }
}

function checked(text: YamlText, file: string): ReadRule {
  const { value } = text;
  const misplaced = misplacedKey(text.document);
  if (misplaced) throw misplaced;
  if (!form.Check(value)) {
    const errors = form.Errors(value);
    // The first message of a union names the union; the deepest names the key that a person has to mend.
    const deepest = errors.reduce((a, b) => (depth(b.instancePath) > depth(a.instancePath) ? b : a));
    throw refusalOf(deepest, text);
  }
  const name = file.slice(file.lastIndexOf("/") + 1);
  if (`${value.id}.yaml` !== name) throw new Refusal(`the file's name, ${name}`, `${value.id}.yaml`, ["id"]);
  for (const flaw of flaws(value)) throw flaw;
  return { ...value, file, lineOf: text.lineOf, refused: (refusal) => invalid(file, text, refusal) };
}

interface SchemaError {
  instancePath: string;
  message: string;
  keyword: string;
  params?: object;
}

/** A complaint of the schema in our words: an unknown or missing key is named itself. */
export function refusalOf({ instancePath, message, keyword, params }: SchemaError, text?: YamlText): Refusal {
  const path = pathOf(instancePath);
  const named = (params ?? {}) as {
    additionalProperties?: string[];
    requiredProperties?: string[];
    allowedValues?: string[];
  };
  const [unknown] = named.additionalProperties ?? [];
  if (unknown !== undefined)
    return new Refusal("no such key", JSON.stringify(unknown.slice(0, 60)), [...path, unknown]);
  if (keyword === "boolean") return new Refusal("no such key", "one", path);
  const [missing] = named.requiredProperties ?? [];
  if (missing !== undefined) return new Refusal(`the key ${missing}`, "none", path);
  const got = text === undefined ? "another form" : JSON.stringify(text.document.getIn(path) ?? null)?.slice(0, 80);
  const expected =
    keyword === "enum" && named.allowedValues
      ? `one of ${named.allowedValues.join(", ")}`
      : message.replace(/^must /, "it to ");
  return new Refusal(expected, got ?? "nothing", path);
}

function invalid(file: string, text: YamlText | undefined, { expected, got, path: told }: Refusal): JihengError {
  const path = told.map((key, i) => (i === 0 ? String(key).replace(/^\//, "") : key));
  const known = /^line (\d+)$/.exec(String(path[0]));
  const line = text?.lineOf(path) ?? (known ? Number(known[1]) : 1);
  const key = known ? "text" : path.join(" ") || "file";
  return fail("rule.invalid", { file, line, key: key.slice(0, 200), expected, got });
}

const depth = (pointer: string) => pointer.split("/").length;
const pathOf = (pointer: string) =>
  pointer
    .split("/")
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key.replaceAll("~1", "/").replaceAll("~0", "~")));
