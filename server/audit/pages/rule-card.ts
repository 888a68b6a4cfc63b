import type { DuckDBConnection } from "@duckdb/node-api";
import { JihengError } from "../../errors.ts";
import type { Label } from "../../store/dictionary.ts";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { describeRelations } from "../describe-relations.ts";
import { houseSources } from "../life/house-sources.ts";
import { Refusal } from "../refusal.ts";
import type { Relations } from "../relation.ts";
import { type ReadRule, readRule } from "../rule/rule-file.ts";
import type { RuleFile } from "../rule/rule-schema.ts";
import type { RuleSource } from "../rule/rule-sources.ts";
import { categories, results, threeFakes, violationTypes } from "../rule/vocabulary.ts";
import { libraryHash } from "../run/library.ts";
import { type Limit, limitsOf } from "./limits.ts";
import { meaningsOf, type ValueMeaning } from "./value-meaning.ts";

/** A rule as people read it: what it says, on which ground, how its values are written and held against limits. */
export interface RuleCard
  extends Pick<
    RuleFile,
    | "id"
    | "title"
    | "version"
    | "status"
    | "basis"
    | "scenes"
    | "unit"
    | "responsible"
    | "investigate"
    | "implicates"
    | "needs"
    | "supplied"
    | "explain"
    | "innocent"
    | "references"
  > {
  official: RuleFile["official"] | null;
  category: { id: RuleFile["category"]; label: Label };
  violationType: { id: RuleFile["violation_type"]; label: Label };
  threeFakes: { id: RuleFile["three_fakes"]; label: Label };
  result: { id: RuleFile["result"]; label: Label };
  shape: string;
  parameters: NonNullable<RuleFile["parameters"]>;
  /** What to call for where a finding is a lead. */
  material: Label | null;
  /** How many tests the file carries. */
  tests: number;
  meanings: ReadonlyMap<string, ValueMeaning>;
  limits: ReadonlyMap<string, Limit>;
}

export interface RuleCards {
  cards: ReadonlyMap<string, RuleCard>;
  relations: Relations;
}

const made = new Map<string, Promise<RuleCards>>();
const KEPT = 4;

/**
 * All rules of a house (or of `given` files) that can be read, by id, with the relations of the database they are about. A refused file has no card: runs show why it is refused.
 * Made once for the same files over the same columns.
 */
export async function ruleCards(connection: DuckDBConnection, given?: readonly RuleSource[]): Promise<RuleCards> {
  const sources = given ?? (await houseSources(connection));
  const { columns } = await new Reader(connection).one<{ columns: string }>(
    sql`select md5(string_agg(concat_ws(' ', schema_name, table_name, column_name, data_type), ';' order by schema_name, table_name, column_index)) as columns
      from duckdb_columns() where not internal and database_name = current_database()`,
  );
  const key = `${libraryHash(sources)} ${columns}`;
  const cards = made.get(key) ?? make(connection, sources);
  made.delete(key);
  made.set(key, cards);
  for (const oldest of made.keys()) if (made.size > KEPT) made.delete(oldest);
  // What failed is tried again when it is asked for next.
  cards.catch(() => made.delete(key));
  return cards;
}

async function make(connection: DuckDBConnection, sources: readonly RuleSource[]): Promise<RuleCards> {
  const relations = await describeRelations(connection);
  const rules = sources.flatMap(readable);
  const cards = await Promise.all(rules.map((rule) => tellable(rule, relations)));
  return { cards: new Map(cards.flatMap((card) => (card ? [[card.id, card]] : []))), relations };
}

/** One whose expressions cannot be read is refused like one whose form cannot. */
async function tellable(rule: ReadRule, relations: Relations): Promise<RuleCard | null> {
  try {
    return await cardOf(rule, relations);
  } catch (cause) {
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}

function readable({ text, file }: RuleSource): ReadRule[] {
  try {
    return [readRule(text, file)];
  } catch (cause) {
    if (cause instanceof JihengError && cause.code === "rule.invalid") return [];
    throw cause;
  }
}

async function cardOf(rule: ReadRule, relations: Relations): Promise<RuleCard> {
  const [[shape, find]] = Object.entries(rule.find) as [[string, { lead?: { material: Label } }]];
  const { id, title, version, status, basis, scenes, unit, responsible, investigate, implicates, needs, supplied } =
    rule;
  return {
    ...{ id, title, version, status, basis, scenes, unit, responsible, investigate, implicates, needs },
    ...(supplied ? { supplied } : {}),
    ...{ explain: rule.explain, innocent: rule.innocent, references: rule.references },
    official: rule.official ?? null,
    category: { id: rule.category, label: categories[rule.category] },
    violationType: { id: rule.violation_type, label: violationTypes[rule.violation_type] },
    threeFakes: { id: rule.three_fakes, label: threeFakes[rule.three_fakes] },
    result: { id: rule.result, label: results[rule.result] },
    shape,
    parameters: rule.parameters ?? {},
    material: find.lead?.material ?? null,
    tests: rule.tests.length,
    meanings: meaningsOf(rule, relations),
    limits: await limitsOf(rule),
  };
}
