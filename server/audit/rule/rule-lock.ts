import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { fail, JihengError } from "../../errors.ts";
import type { RuleProblem } from "../check-rules.ts";
import { type ReadRule, readRule } from "./rule-file.ts";
import { closed, type RuleFile } from "./rule-schema.ts";
import { type RuleSource, rulesHome } from "./rule-sources.ts";

/** Which content a version of a rule has. */
export interface Locked {
  version: string;
  meaning: string;
}

export type RuleLock = Readonly<Record<string, Locked>>;

export const lockFile = new URL("rules.lock.json", rulesHome);

const form = Compile(
  Type.Record(
    Type.String(),
    closed({
      version: Type.String({ pattern: "^[1-9][0-9]{0,3}$" }),
      meaning: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    }),
  ),
);

/** `rules/rules.lock.json`; empty where there is none. @throws rule.lock_invalid */
export function readLock(file: URL = lockFile): RuleLock {
  if (!existsSync(file)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (form.Check(value)) return value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw fail("rule.lock_invalid", { file: "rules/rules.lock.json" });
}

export const writtenLock = (lock: RuleLock): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`;

/**
 * SHA-256 over what a rule means, whatever the order of its keys: all that decides what it finds, whom it accuses of what and on which ground. Left out
 * are state, version and tests, titles and references.
 */
export function meaningOf(rule: RuleFile): string {
  const { id, official, category, violation_type, three_fakes, result, basis, scenes, stages, unit } = rule;
  const { responsible, investigate, needs, supplied, find, implicates, parameters = {}, explain, innocent } = rule;
  const numbers = Object.entries(parameters).map(
    ([name, parameter]) => [name, { ...parameter, title: undefined }] as const,
  );
  const said = { id, official, category, violation_type, three_fakes, result, basis, scenes, stages, unit };
  const done = { responsible, investigate, needs, supplied, find, implicates, explain, innocent };
  const meant = { ...said, ...done, parameters: Object.fromEntries(numbers) };
  return createHash("sha256").update(JSON.stringify(meant, inOrder)).digest("hex");
}

/** Keys in the order of their names, so that the order in a file says nothing. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How a rule agrees with what its versions were. */
type Agreement = "same" | "new" | "raised" | "renumbered" | "changed";

function agreement({ version }: RuleFile, meaning: string, held: Locked | undefined): Agreement {
  if (!held) return "new";
  if (held.version === version) return held.meaning === meaning ? "same" : "changed";
  if (Number(version) > Number(held.version)) return "raised";
  return held.meaning === meaning ? "renumbered" : "changed";
}

const LOCK = "run: npm run -s jiheng -- rules lock";

/** Files that say something else than their version did. Files that cannot be read are left to whoever checks them. */
export const changedProblems = (sources: readonly RuleSource[], lock: RuleLock): RuleProblem[] =>
  lockProblems(sources, lock, ["changed"]);

/** Files that are not as the lock says, new ones and raised versions included. */
export function lockProblems(
  sources: readonly RuleSource[],
  lock: RuleLock,
  told: readonly Agreement[] = ["new", "raised", "renumbered", "changed"],
): RuleProblem[] {
  return sources.flatMap(({ file, text }): RuleProblem[] => {
    const rule = readable(text, file);
    return rule && told.includes(agreement(rule, meaningOf(rule), lock[rule.id]))
      ? [lockProblem(rule, lock[rule.id])]
      : [];
  });
}

function lockProblem(rule: ReadRule, held: Locked | undefined): RuleProblem {
  const { id, version, file } = rule;
  const how = agreement(rule, meaningOf(rule), held);
  const expected =
    how === "new"
      ? `a rule of rules/rules.lock.json; ${LOCK}`
      : how === "changed"
        ? `version ${Number(held!.version) + 1}, since the rule says something else than version ${held!.version} of rules/rules.lock.json; raise it and ${LOCK} (with --amend ${id} where version ${held!.version} was never released)`
        : `version ${held!.version} of rules/rules.lock.json; ${LOCK}`;
  return { file, line: rule.lineOf(["version"]), key: "version", expected, got: version };
}

/** What locking files made of a lock. */
export interface Relocked {
  lock: RuleLock;
  added: string[];
  raised: string[];
  amended: string[];
  dropped: string[];
}

/**
 * The lock of these files: new rules are added, raised versions taken over, rules without a file dropped.
 * @param amend rules whose locked version was never released: their content is taken as it is now
 * @throws rule.invalid for a changed content without a new version, and for a file that cannot be read
 */
export function relock(sources: readonly RuleSource[], lock: RuleLock, amend: ReadonlySet<string>): Relocked {
  const done: Relocked = { lock: {}, added: [], raised: [], amended: [], dropped: [] };
  const next: Record<string, Locked> = {};
  for (const { text, file } of sources) {
    const rule = readRule(text, file);
    const { id, version } = rule;
    const meaning = meaningOf(rule);
    const how = agreement(rule, meaning, lock[id]);
    if (how === "changed" && !amend.has(id)) throw fail("rule.invalid", { ...lockProblem(rule, lock[id]) });
    if (how === "new") done.added.push(id);
    if (how === "raised") done.raised.push(id);
    if (how === "changed" || how === "renumbered") done.amended.push(id);
    next[id] = { version, meaning };
  }
  return { ...done, lock: next, dropped: Object.keys(lock).filter((id) => !next[id]) };
}

function readable(text: string, file: string): ReadRule | null {
  try {
    return readRule(text, file);
  } catch (cause) {
    if (cause instanceof JihengError && cause.code === "rule.invalid") return null;
    throw cause;
  }
}
