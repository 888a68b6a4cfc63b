import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { RuleSource } from "../../audit/rule/rule-sources.ts";
import { type Library, readLibrary } from "../../audit/run/library.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, literal, raw, sql } from "../../store/sql.ts";

/** A planted scheme or an innocent twin, and what the rules of its card made of it. */
export interface Scheme {
  scheme_no: string;
  card: string;
  label: "planted" | "look_alike";
  strength: "weak" | "medium" | "strong" | null;
  /** In the measure of the card, and from where it speaks; null for settlement errors and twins. */
  reached: number | null;
  speaks_from: number | null;
  noise: string | null;
  twin: string | null;
  came_to_something: boolean;
  /** Roles in it whose settlements cost no fund anything. */
  unpaid: string | null;
  /** Its area differs from its policy file so often that the file is doubted, and differences accuse nobody. */
  doubted: boolean;
  /** Of drugs collected: the drug is none that is watched. */
  unwatched: boolean;
  has_rule: boolean;
  /** There is a rule, for which no source of the run brings what it needs. */
  unsupplied: boolean;
  found: boolean;
  rules: string[];
  /** Columns a rule of the card needs that are empty in records of the scheme. */
  lacks: string[];
}

/** Findings of a rule by what they touch, each counted once. */
export interface Precision {
  rule: string;
  findings: number;
  leads: number;
  own: number;
  look_alikes: number;
  other: number;
  nothing: number;
}

export interface Held {
  schemes: Scheme[];
  precision: Precision[];
  /** Rules that judge a unit by its like. */
  statistical: Set<string>;
  /** What rules could not say in the last run, as JSON of reasons with rows. */
  unjudged: Map<string, string>;
  /** Findings that touch nothing planted, one of each rule. */
  examples: Map<string, string>;
}

/** Holds the open findings of a database against truth files of `generate --planted`, a pattern of paths that the database may read. */
export async function held(
  connection: DuckDBConnection,
  truth: string,
  sources?: readonly RuleSource[],
): Promise<Held> {
  await execute(
    connection,
    sql`create or replace temp view truth as from read_parquet(${literal(truth)}, union_by_name = true)`,
  );
  for (const statement of text("touched").split(/;\s*$/m)) if (statement.trim()) await connection.run(statement);
  const reader = new Reader(connection, UNLIMITED);
  const schemes = await reader.rows<Scheme>(raw(text("schemes")));
  const precision = await reader.rows<Precision>(raw(text("precision")));
  const library = await readLibrary(connection, sources);
  const lacking = await lackingBy(reader, library);
  for (const scheme of schemes) scheme.lacks = lacking.get(scheme.scheme_no) ?? [];
  const unjudged = await reader.rows<{ rule: string; not_applicable: string }>(sql`
    select rule, not_applicable from audit_run_rule where run = (select max(run) from audit_run) and not_applicable <> '{}'`);
  const examples = await reader.rows<{ rule: string; subject: string }>(sql`
    select rule, min(subject) as subject from raised where finding not in (select finding from touched) group by rule`);
  return {
    schemes,
    precision,
    statistical: new Set(library.rules.filter(({ compiled }) => compiled.shape === "peers").map(({ id }) => id)),
    unjudged: new Map(unjudged.map(({ rule, not_applicable }) => [rule, not_applicable])),
    examples: new Map(examples.map(({ rule, subject }) => [rule, subject])),
  };
}

/** By scheme: columns without which a rule of its card says nothing, empty in one of its records. */
async function lackingBy(reader: Reader, { rules, relations }: Library): Promise<Map<string, string[]>> {
  const lacking = new Map<string, string[]>();
  for (const { id, compiled } of rules) {
    for (const need of compiled.rule.needs) {
      const cut = need.lastIndexOf(".");
      const relation = relations.get(need.slice(0, cut))!;
      const key = ["claim_id", "visit_id"].find((name) => relation.stored.has(name));
      if (!key || relation.register) continue;
      // What rules read while they run is a view of it, gone afterwards.
      const stored = join(relation.name.split(".").map(ident), ".");
      const rows = await reader.rows<{ scheme_no: string }>(sql`
        select distinct scheme_no from plant join planted_claim using (scheme_no) join (select claim_id, visit_id from claim) as mine using (claim_id)
        join (select ${ident(key)} from ${stored} where ${ident(need.slice(cut + 1))} is null) as lacking using (${ident(key)})
        where card = ${id.slice(0, 5)} or card = ${id}`);
      for (const { scheme_no } of rows) lacking.set(scheme_no, [...new Set([...(lacking.get(scheme_no) ?? []), need])]);
    }
  }
  return lacking;
}

const text = (name: string) => readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8");
