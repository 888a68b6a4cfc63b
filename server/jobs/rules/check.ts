import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { blankRelations } from "../../audit/blank-house.ts";
import { checkRules, problemText, type RuleProblem } from "../../audit/check-rules.ts";
import { planRules, printPlan } from "../../audit/plan.ts";
import { formatRule } from "../../audit/rule/format-rule.ts";
import { changedProblems, readLock } from "../../audit/rule/rule-lock.ts";
import { type RuleSource, ruleSources, rulesHome } from "../../audit/rule/rule-sources.ts";
import { checkPath } from "../../intake/spool.ts";
import { rulesAction } from "../rules-action.ts";
import { termFiles } from "../term-files.ts";

interface Checked {
  action: "check";
  files: number;
  formatted: string[];
  problems: RuleProblem[];
  plan?: string;
}

/** Whether rule files may be used, and whether they still say what their version said. */
export default rulesAction<Checked>({
  name: "check",
  about: "check [PATH…]",
  options: [
    { flags: "--format", about: "check: put the keys of the files in their order" },
    { flags: "--plan", about: "check: print the queries that the files become" },
  ],
  lane: "read",
  async alone(paths, options) {
    const formatted = options.format === true ? await format(paths) : [];
    const sources = await sourcesOf(paths);
    const { rules, problems } = await checkRules(sources);
    const changed = changedProblems(sources, readLock());
    const plan = options.plan === true ? { plan: printPlan(planRules(rules, await blankRelations())) } : {};
    return { action: "check", files: sources.length, formatted, problems: [...problems, ...changed], ...plan };
  },
  failed: ({ problems }) => problems.length > 0,
  print({ formatted, problems, files, plan }) {
    const ordered = formatted.map((file) => `${file}: keys put in order\n`);
    const told = problems.map((problem) => `${problemText(problem)}\n`);
    const planned = plan === undefined ? "" : `${plan}\n`;
    return `${ordered.join("")}${told.join("")}${planned}${files} rule files, ${problems.length} problems\n`;
  },
});

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
