import type { ReadRule } from "../rule/rule-file.ts";
import { saidByOthers } from "../statistics/shown.ts";

/**
 * Names of shown values that are no evidence, since they come from the rule's parameters: `$parameter` itself, every value whose expression names one,
 * and the limit of an accumulation where it does; nor is what a unit's peers say, which is of other records. What remains is what the records say: it stays the same under another version of the rule.
 */
export function notEvidence({ find, explain }: Pick<ReadRule, "find" | "explain">): string[] {
  const [shape] = Object.values(find) as [Record<string, unknown>];
  const values = (shape.values ?? {}) as Record<string, string>;
  const made: Record<string, unknown> = { limit: shape.over ?? shape.at_least };
  return shownNames(explain.zh).filter((name) => {
    if (name.startsWith("$") || (shape.against === "others" && saidByOthers(name))) return true;
    const expression = values[name] ?? made[name];
    return typeof expression === "string" && /\$[a-z]/.test(expression);
  });
}

/** The patch that takes them out of the JSON of values. */
export function evidencePatch(rule: Pick<ReadRule, "find" | "explain">): string {
  return JSON.stringify(Object.fromEntries(notEvidence(rule).map((name) => [name, null])));
}

/** Parameters as they stood: by name, the default and what stands in its place where. */
export function parametersOf({ parameters = {} }: Pick<ReadRule, "parameters">): string {
  const entries = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    Object.fromEntries(
      entries.map(([name, { default: value, where }]) => [
        name,
        where ? { default: value, where } : { default: value },
      ]),
    ),
  );
}

function shownNames(text: string): string[] {
  return [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!))];
}
