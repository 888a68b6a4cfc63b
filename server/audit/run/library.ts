import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { checkRules, problemText } from "../check-rules.ts";
import type { CompiledRule } from "../compile-rule.ts";
import { describeRelations } from "../describe-relations.ts";
import type { Relations } from "../relation.ts";
import { type RuleSource, ruleSources } from "../rule/rule-sources.ts";

/** A rule that is run: findings of an `active` one are open, those of a `shadow` one are kept apart. */
export interface RunnableRule {
  compiled: CompiledRule;
  id: string;
  version: string;
  status: "active" | "shadow";
  /** SHA-256 of the rule file. */
  hash: string;
}

export interface Library {
  relations: Relations;
  rules: RunnableRule[];
  /** Files that are refused, by the id their name gives: they are shown as failed, and their findings stay. */
  refused: { id: string; reason: string }[];
  /** SHA-256 over all rule files. */
  hash: string;
}

/** All rule files, compiled over the relations of a database; drafts and retired rules are read, but not run. */
export async function readLibrary(
  connection: DuckDBConnection,
  sources: readonly RuleSource[] = ruleSources(),
): Promise<Library> {
  const relations = await describeRelations(connection);
  const { rules, problems } = await checkRules(sources, relations);
  const textOf = new Map(sources.map(({ file, text }) => [file, text]));
  const runnable = rules.flatMap((compiled): RunnableRule[] => {
    const { id, version, status, file } = compiled.rule;
    if (status !== "active" && status !== "shadow") return [];
    return [{ compiled, id, version, status, hash: sha256(textOf.get(file)!) }];
  });
  const refused = problems.map((problem) => ({ id: idOf(problem.file), reason: problemText(problem) }));
  return { relations, rules: runnable, refused, hash: libraryHash(sources) };
}

/** Fingerprint of the rule files, whatever their order. */
export function libraryHash(sources: readonly RuleSource[] = ruleSources()): string {
  const files = sources.map(({ file, text }) => `${file}\0${sha256(text)}`).sort();
  return sha256(files.join("\n"));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const idOf = (file: string) => file.slice(file.lastIndexOf("/") + 1).replace(/\.yaml$/, "");
