import { fail } from "../../errors.ts";
import { Refusal } from "../refusal.ts";
import { inKeyOrder, misplacedKey } from "./key-order.ts";
import { parseYamlText } from "./yaml-text.ts";

/** A rule file with its keys in order; one whose keys are in order stays as it is, to the letter. @throws rule.invalid for what is no YAML */
export function formatRule(source: string, file: string): string {
  try {
    return misplacedKey(parseYamlText(source).document) ? inKeyOrder(source) : source;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    const { expected, got, path } = cause;
    const line = Number(/^line (\d+)$/.exec(String(path[0]))?.[1] ?? 1);
    throw fail("rule.invalid", { file, line, key: "text", expected, got });
  }
}
