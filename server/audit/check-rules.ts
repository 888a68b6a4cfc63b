import { JihengError } from "../errors.ts";
import { blankRelations } from "./blank-house.ts";
import { type CompiledRule, compileRule } from "./compile-rule.ts";
import { Refusal } from "./refusal.ts";
import type { Relations } from "./relation.ts";
import { readRule } from "./rule/rule-file.ts";
import { type RuleSource, ruleSources } from "./rule/rule-sources.ts";

/** Something a person has to mend in a rule file. */
export interface RuleProblem {
  file: string;
  line: number;
  key: string;
  expected: string;
  got: string;
}

export interface RuleCheck {
  rules: CompiledRule[];
  problems: RuleProblem[];
}

/** Reads and compiles rule files; each that is refused gives its first problem. An id stands in one file. */
export async function checkRules(
  sources: readonly RuleSource[] = ruleSources(),
  relations?: Relations,
): Promise<RuleCheck> {
  const known = relations ?? (await blankRelations());
  const rules: CompiledRule[] = [];
  const problems: RuleProblem[] = [];
  const seen = new Map<string, string>();
  for (const { file, text } of sources) {
    try {
      const rule = readRule(text, file);
      const other = seen.get(rule.id);
      if (other !== undefined) throw rule.refused(new Refusal("an id of one file", `also ${other}`, ["id"]));
      seen.set(rule.id, file);
      rules.push(await compileRule(rule, known));
    } catch (cause) {
      if (!(cause instanceof JihengError) || cause.code !== "rule.invalid") throw cause;
      problems.push(cause.details as unknown as RuleProblem);
    }
  }
  return { rules, problems };
}

export const problemText = ({ file, line, key, expected, got }: RuleProblem): string =>
  `${file} line ${line}, ${key}: expected ${expected}, got ${got}`;
