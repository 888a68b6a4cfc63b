import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Dialect } from "../expressions/dialect.ts";
import { at, Refusal } from "../refusal.ts";
import type { Relation } from "../relation.ts";
import type { Columns, RuleContext } from "./context.ts";

/** What every query of findings gives, in this order. */
export const findingColumns = [
  "rule",
  "subject",
  "person_id",
  "institution_code",
  "insured_area",
  "care_area",
  "day",
  "claims",
  "lines",
  "values",
  "lead",
  "owner",
] as const;

/** The columns of a finding after `rule`, printed; where a shape does not say, `lead` is false and `owner` null: it runs whole. */
export type FindingRow = Record<Exclude<(typeof findingColumns)[number], "rule" | "lead" | "owner">, Sql> & {
  lead?: Sql;
  owner?: Sql | undefined;
};

/** SELECT list of a finding. */
export function selectFinding(rule: string, row: FindingRow): Sql {
  const given: FindingRow = { ...row, lead: row.lead ?? raw("false"), owner: row.owner ?? nothing };
  const columns = findingColumns.slice(1).map((name) => sql`${given[name as keyof FindingRow]!} as ${ident(name)}`);
  return sql`cast(${rule} as varchar) as rule, ${join(columns)}`;
}

export const nothing = raw("cast(null as varchar)");
export const noTexts = raw("cast([] as varchar[])");

/** The claims a row is about: its own, those it lists, or those of its visit. */
export function claimsOf({ stored }: Relation, table: string): Sql {
  const row = ident(table);
  if (stored.has("claim_id")) return sql`case when ${row}.claim_id is null then ${noTexts} else [${row}.claim_id] end`;
  if (stored.get("claims") === "VARCHAR[]") return sql`coalesce(${row}.claims, ${noTexts})`;
  if (!stored.has("visit_id")) return noTexts;
  return sql`coalesce((select list(claim.claim_id order by claim.claim_id) from claim where claim.visit_id = ${row}.visit_id), ${noTexts})`;
}

/** Whose and where a row is, as far as its relation says. */
export function bearings(
  relation: Relation,
  table: string,
): Pick<FindingRow, "person_id" | "institution_code" | "insured_area" | "care_area" | "day"> {
  const text = (name: string) =>
    relation.stored.has(name) ? sql`cast(${ident(table)}.${ident(name)} as varchar)` : nothing;
  const day =
    relation.day === null ? raw("cast(null as date)") : sql`cast(${ident(table)}.${ident(relation.day)} as date)`;
  return {
    person_id: text("person_id"),
    institution_code: text("institution_code"),
    insured_area: text(relation.stored.has("insured_area") ? "insured_area" : "insured_city"),
    care_area: text("care_area"),
    day,
  };
}

/** The relation's own part of a subject. */
export function ownSubject(relation: Relation, table: string, dialect: Dialect): Sql[] {
  return relation.subject.columns
    .map((name) => sql`cast(${ident(table)}.${ident(name)} as varchar)`)
    .map((part) => dialect.keyText([part]));
}

/** The key of a row as text: tells rows of one relation apart. */
export function keyText(relation: Relation, table: string, dialect: Dialect): Sql {
  return dialect.keyText(relation.key.map((name) => sql`cast(${ident(table)}.${ident(name)} as varchar)`));
}

/** A subject with what of the claim stands before it; `claim` is joined by claim_id under `claimTable`. */
export function subject(relation: Relation, table: string, claimTable: string, dialect: Dialect): Sql {
  const through = (relation.subject.through ?? []).map(
    (name) => sql`cast(${ident(claimTable)}.${ident(name)} as varchar)`,
  );
  return dialect.keyText([...through, ...ownSubject(relation, table, dialect)]);
}

/** Joins a row's claim where its subject is told through it. */
export function claimJoin(relation: Relation, table: string, claimTable: string): Sql {
  if (!relation.subject.through) return raw("");
  return sql` left join claim as ${ident(claimTable)} on ${ident(claimTable)}.claim_id = ${ident(table)}.claim_id`;
}

/**
 * What the explanation shows: every `{name}` of its two texts, a value of the find, a column, or `$parameter`. Both texts name the same.
 * @param values of the find, as expressions
 * @param made columns that the shape makes, by the name an explanation may use
 */
export async function explained(
  context: RuleContext,
  values: Readonly<Record<string, string>>,
  columns: Columns,
  print: (expression: Awaited<ReturnType<RuleContext["read"]>>) => Sql,
  made: ReadonlyMap<string, Sql> = new Map(),
): Promise<[name: string, value: Sql][]> {
  const { zh, en } = context.rule.explain;
  const [named, other] = [placeholders(zh), placeholders(en)];
  const unlike = [...named, ...other].find((name) => !named.includes(name) || !other.includes(name));
  if (unlike !== undefined) throw new Refusal("the same names in both languages", `{${unlike}} in one`, ["/explain"]);
  const found: [string, Sql][] = [];
  for (const name of named) {
    const own = made.get(name);
    if (own) found.push([name, own]);
    else if (Object.hasOwn(values, name))
      found.push([name, print(await context.read(values[name]!, columns, ["values", name]))]);
    else found.push([name, print(await at("/explain", () => context.read(shownAs(name), columns, [])))]);
  }
  for (const name of Object.keys(values)) {
    if (!named.includes(name)) throw new Refusal("a value that the explanation shows", name, ["values", name]);
  }
  return found;
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!))];
}

/** A placeholder names one thing: anything else would be an expression in the middle of a sentence. `left` is a keyword: quoted. */
function shownAs(name: string): string {
  const match = /^(?:\$[a-z][a-z0-9_]*|(?:([a-z][a-z0-9_]*)\.)?([a-z][a-z0-9_]*))$/.exec(name);
  if (!match) throw new Refusal("a column, a value of find or a $parameter in braces", `{${name.slice(0, 60)}}`);
  const [, of, column] = match;
  return column === undefined ? name : of === undefined ? `"${column}"` : `"${of}"."${column}"`;
}
