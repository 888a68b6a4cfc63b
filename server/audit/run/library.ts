import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { checkRules, problemText } from "../check-rules.ts";
import type { CompiledRule } from "../compile-rule.ts";
import { describeRelations } from "../describe-relations.ts";
import { houseSources, idOf } from "../life/house-sources.ts";
import type { Relations } from "../relation.ts";
import type { RuleSource } from "../rule/rule-sources.ts";
import { viewed } from "./views.ts";

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
  /** As statements name them in a run. */
  relations: Relations;
  /** As they are stored. */
  stored: Relations;
  rules: RunnableRule[];
  /** Files that are refused, by the id their name gives: they are shown as failed, and their findings stay. */
  refused: { id: string; reason: string }[];
  /** SHA-256 over all rule files. */
  hash: string;
}

/** Compiling takes longer than a run over a small house; the same files over the same columns give the same. */
const compiled = new Map<string, Library>();
const KEPT = 20;

/** All rules of a house (or of `given` files), compiled over the relations of a database; drafts and retired rules are read, but not run. */
export async function readLibrary(connection: DuckDBConnection, given?: readonly RuleSource[]): Promise<Library> {
  const sources = given ?? (await houseSources(connection));
  const key = `${libraryHash(sources)} ${await columnsOf(connection)}`;
  const library = compiled.get(key) ?? (await compile(connection, sources));
  compiled.delete(key);
  compiled.set(key, library);
  for (const oldest of compiled.keys()) if (compiled.size > KEPT) compiled.delete(oldest);
  return library;
}

/** Fingerprint of all columns that rules could name. */
async function columnsOf(connection: DuckDBConnection): Promise<string> {
  const { columns } = await new Reader(connection).one<{ columns: string }>(
    sql`select md5(string_agg(concat_ws(' ', schema_name, table_name, column_name, data_type), ';' order by schema_name, table_name, column_index)) as columns
      from duckdb_columns() where not internal and database_name = current_database()`,
  );
  return columns;
}

async function compile(connection: DuckDBConnection, sources: readonly RuleSource[]): Promise<Library> {
  const stored = await describeRelations(connection);
  const relations = viewed(stored);
  const { rules, problems } = await checkRules(sources, relations);
  const textOf = new Map(sources.map(({ file, text }) => [file, text]));
  const runnable = rules.flatMap((compiled): RunnableRule[] => {
    const { id, version, status, file } = compiled.rule;
    if (status !== "active" && status !== "shadow") return [];
    return [{ compiled, id, version, status, hash: sha256(textOf.get(file)!) }];
  });
  const refused = problems.map((problem) => ({ id: idOf(problem.file), reason: problemText(problem) }));
  return { relations, stored, rules: runnable, refused, hash: libraryHash(sources) };
}

/** Fingerprint of the rule files, whatever their order. */
export function libraryHash(sources: readonly RuleSource[]): string {
  const files = sources.map(({ file, text }) => `${file}\0${sha256(text)}`).sort();
  return sha256(files.join("\n"));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
