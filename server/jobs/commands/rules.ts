import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { blankRelations } from "../../audit/blank-house.ts";
import { checkRules, problemText, type RuleProblem } from "../../audit/check-rules.ts";
import type { CompiledRule } from "../../audit/compile-rule.ts";
import { planRules, printPlan } from "../../audit/plan.ts";
import { formatRule } from "../../audit/rule/format-rule.ts";
import { type RuleSource, ruleSources, rulesHome } from "../../audit/rule/rule-sources.ts";
import { originLabel, results } from "../../audit/rule/vocabulary.ts";
import { runRuleTests, type TestOutcome } from "../../audit/rule-tests.ts";
import { fail } from "../../errors.ts";
import { checkPath } from "../../intake/spool.ts";
import { plainCommand } from "../command.ts";
import { actionOf } from "../term-actions.ts";
import { termFiles } from "../term-files.ts";

interface Listed {
  id: string;
  title: string;
  result: string;
  /** 自建 or 官方. */
  origin: string;
  status: string;
  shape: string;
  version: number;
  file: string;
}

type Answer =
  | { action: "list"; rules: Listed[] }
  | { action: "check"; files: number; formatted: string[]; problems: RuleProblem[]; plan?: string }
  | { action: "test"; tests: number; failed: number; problems: RuleProblem[]; outcomes: TestOutcome[] };

/** The rule library: what there is, whether it may be used, and whether its own tests hold. */
export default plainCommand<Answer>({
  name: "rules",
  summary: "list the rules, check rule files, run the tests they carry",
  arguments: { form: "<action> [words...]", about: "list, check [PATH…], test [ID…]" },
  options: [
    { flags: "--format", about: "check: put the keys of the files in their order" },
    { flags: "--plan", about: "check: print the queries that the files become" },
  ],
  async run(_context, options): Promise<Answer> {
    const { action, rest } = actionOf(options, ["list", "check", "test"] as const);
    if (action === "list") return { action, rules: sound(await checkRules()).map(listed) };
    if (action === "test") return test(rest);
    const formatted = options.format === true ? await format(rest) : [];
    const sources = await sourcesOf(rest);
    const { rules, problems } = await checkRules(sources);
    const plan = options.plan === true ? { plan: printPlan(planRules(rules, await blankRelations())) } : {};
    return { action, files: sources.length, formatted, problems, ...plan };
  },
  failed: (answer) =>
    (answer.action !== "list" && answer.problems.length > 0) || (answer.action === "test" && answer.failed > 0),
  print(answer) {
    if (answer.action === "list")
      return answer.rules
        .map((rule) => `${[rule.id, rule.origin, rule.result, rule.status, rule.shape, rule.title].join("\t")}\n`)
        .join("");
    const problems = answer.problems.map((problem) => `${problemText(problem)}\n`).join("");
    if (answer.action === "check") {
      const formatted = answer.formatted.map((file) => `${file}: keys put in order\n`).join("");
      return `${formatted}${problems}${answer.plan === undefined ? "" : `${answer.plan}\n`}${answer.files} rule files, ${answer.problems.length} problems\n`;
    }
    const failed = answer.outcomes.flatMap(({ rule, test: name, problem }) =>
      problem === null ? [] : [`${rule} "${name}": ${problem}\n`],
    );
    return `${problems}${failed.join("")}${answer.tests} tests, ${answer.failed} failed\n`;
  },
});

async function test(ids: readonly string[]): Promise<Answer> {
  const { rules, problems } = await checkRules();
  const unknown = ids.find((id) => !rules.some(({ rule }) => rule.id === id));
  if (unknown !== undefined)
    throw fail("request.invalid", {
      where: "rules test",
      expected: rules.map(({ rule }) => rule.id).join(", "),
      got: unknown,
    });
  const outcomes = await runRuleTests(rules, await blankRelations(), ids.length > 0 ? new Set(ids) : undefined);
  return {
    action: "test",
    tests: outcomes.length,
    failed: outcomes.filter(({ problem }) => problem !== null).length,
    problems,
    outcomes,
  };
}

/** Rules as they are, or the first problem as an error. */
function sound({ rules, problems: [first] }: Awaited<ReturnType<typeof checkRules>>): CompiledRule[] {
  if (first) throw fail("rule.invalid", { ...first });
  return rules;
}

function listed({ rule, shape }: CompiledRule): Listed {
  const { id, title, result, status, version, file, official } = rule;
  return {
    id,
    title: title.zh,
    result: results[result].zh,
    origin: originLabel(official !== undefined).zh,
    status,
    shape,
    version: Number(version),
    file,
  };
}

/** The files named, those of the folders named, or all of `rules/`. @throws intake.path, load.no_terms */
async function sourcesOf(paths: readonly string[]): Promise<RuleSource[]> {
  return paths.length === 0 ? ruleSources() : termFiles(paths, ".yaml");
}

async function format(paths: readonly string[]): Promise<string[]> {
  const files = paths.length > 0 ? paths : ruleSources().map(({ file }) => fileURLToPath(new URL(file, rulesHome)));
  const changed: string[] = [];
  for (const file of files) {
    await checkPath(file, "file");
    const text = await readFile(file, "utf8");
    const ordered = formatRule(text, basename(file));
    if (ordered === text) continue;
    await writeFile(file, ordered);
    changed.push(file);
  }
  return changed;
}
