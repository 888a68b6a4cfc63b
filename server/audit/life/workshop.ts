import { createHash } from "node:crypto";
import { fail } from "../../errors.ts";
import { blankRelations } from "../blank-house.ts";
import { checkRules, type RuleProblem } from "../check-rules.ts";
import type { CompiledRule } from "../compile-rule.ts";
import type { RuleSource } from "../rule/rule-sources.ts";
import { runRuleTests, type TestOutcome } from "../rule-tests.ts";
import { idOf } from "./house-sources.ts";

/** How long one statement of a test may take. */
const TEST_LIMIT_MS = 10_000;
/** So many may wait for their tests at once. */
const MOST_WAITING = 4;

type Compiled = { compiled: CompiledRule } | { problem: RuleProblem };

const sha256 = (...parts: string[]) => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** What was kept of earlier texts, the least used first. */
class Kept<T> {
  readonly #kept = new Map<string, T>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    const found = this.#kept.get(key);
    if (found !== undefined) this.set(key, found);
    return found;
  }

  set(key: string, value: T): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > this.#most) this.#kept.delete(oldest);
  }
}

const texts = new Kept<Promise<Compiled>>(2000);
const outcomes = new Kept<TestState>(2000);

/** A rule compiled over a house without data, each text once. */
function compiled(source: RuleSource): Promise<Compiled> {
  const key = sha256(source.file, source.text);
  const found = texts.get(key);
  if (found) return found;
  const made = compileOne(source);
  texts.set(key, made);
  return made;
}

async function compileOne(source: RuleSource): Promise<Compiled> {
  const { rules, problems } = await checkRules([source]);
  return problems[0] ? { problem: problems[0] } : { compiled: rules[0]! };
}

/** Whether a text is a sound rule: the rule, or what has to be mended first. */
export async function checkedText(source: RuleSource): Promise<{ rule: CompiledRule | null; problems: RuleProblem[] }> {
  const found = await compiled(source);
  return "problem" in found ? { rule: null, problems: [found.problem] } : { rule: found.compiled, problems: [] };
}

/** @throws rule.invalid */
export async function soundText(source: RuleSource): Promise<CompiledRule> {
  const found = await compiled(source);
  if ("problem" in found) throw fail("rule.invalid", { ...found.problem });
  return found.compiled;
}

/** What the tests of a text said; null where they were not run yet. */
export interface TestState {
  tests: number;
  failed: number;
  outcomes: Omit<TestOutcome, "rule">[];
}

/** What the tests of a text said when they were last run; null where they were not. */
export const knownTests = ({ file, text }: RuleSource): TestState | null => outcomes.get(sha256(file, text)) ?? null;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the tests that a text carries, planned together with the other rules of the house, each text once. One at a time.
 * @param others the rules that stand; one of the same id is left out
 * @throws rule.invalid, rule.busy where too many wait
 */
export async function testedText(source: RuleSource, others: readonly RuleSource[]): Promise<TestState> {
  const found = knownTests(source);
  if (found) return found;
  if (waiting >= MOST_WAITING) throw fail("rule.busy");
  waiting++;
  const turn = last.then(() => knownTests(source) ?? runTests(source, others));
  last = turn.catch(() => {}).finally(() => waiting--);
  return turn;
}

async function runTests(source: RuleSource, others: readonly RuleSource[]): Promise<TestState> {
  const own = await soundText(source);
  const rest = await Promise.all(others.filter(({ file }) => idOf(file) !== own.rule.id).map(compiled));
  const planned = [own, ...rest.flatMap((each) => ("compiled" in each ? [each.compiled] : []))];
  const found = await runRuleTests(planned, await blankRelations(), new Set([own.rule.id]), TEST_LIMIT_MS);
  const said = found.map(({ rule: _, ...outcome }) => outcome);
  const state = { tests: said.length, failed: said.filter(({ problem }) => problem !== null).length, outcomes: said };
  outcomes.set(sha256(source.file, source.text), state);
  return state;
}
