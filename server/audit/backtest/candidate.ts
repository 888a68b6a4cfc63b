import { fail } from "../../errors.ts";
import { type CompiledRule, compileRule } from "../compile-rule.ts";
import type { Relations } from "../relation.ts";
import { type ReadRule, readRule } from "../rule/rule-file.ts";

/** Parameters that are tried instead of the defaults, by name, as decimals in text. */
export type Trial = Readonly<Record<string, string>>;

/** A decimal as rule files write it. */
const decimal = /^-?\d{1,15}(\.\d{1,6})?$/;

/**
 * A rule as it would stand with other parameters. Overlays stay: they were given for their areas with a reason of their own.
 * @throws request.invalid for a parameter the rule does not have, a value that is no number, or one outside the bounds
 */
export function withParameters(rule: ReadRule, trial: Trial): ReadRule {
  const parameters = { ...rule.parameters };
  for (const [name, value] of Object.entries(trial)) {
    const parameter = parameters[name];
    if (!parameter) {
      const known = Object.keys(parameters).join(", ") || "none";
      throw fail("request.invalid", { where: "set", expected: `a parameter of ${rule.id}: ${known}`, got: name });
    }
    const inside =
      decimal.test(value) && Number(value) >= Number(parameter.min) && Number(value) <= Number(parameter.max);
    if (!inside) {
      const expected = `a number from ${parameter.min} to ${parameter.max}`;
      throw fail("request.invalid", { where: `set ${name}`, expected, got: value });
    }
    parameters[name] = { ...parameter, default: value };
  }
  return Object.keys(parameters).length > 0 ? { ...rule, parameters } : rule;
}

/** The rule of a text with other parameters, compiled. @throws rule.invalid, request.invalid */
export async function compileCandidate(
  text: string,
  file: string,
  trial: Trial,
  relations: Relations,
): Promise<CompiledRule> {
  return compileRule(withParameters(readRule(text, file), trial), relations);
}
