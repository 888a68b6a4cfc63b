import { knowledgeClasses } from "../../knowledge/knowledge-class.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { ident, join, literal, raw, sql } from "../../store/sql.ts";
import { houseSources, idOf } from "../life/house-sources.ts";
import { countsOf } from "../life/rule-list.ts";
import { type RuleCards, ruleCards } from "../pages/rule-card.ts";
import { type ReadRule, readRule } from "../rule/rule-file.ts";
import type { RuleSource } from "../rule/rule-sources.ts";
import { type Coverage, coverageStates } from "./coverage-answer.ts";
import { type OfficialClass, officialClasses } from "./official-classes.ts";
import { readings } from "./reading.ts";

/** What this house's rules make of the 88 official classes: every class is accounted for, by rules or by the data it would need. */
export async function coverRules(reader: Reader, principal: Principal): Promise<Coverage> {
  const { connection } = reader;
  const sources = await houseSources(connection);
  const told = await ruleCards(connection, sources);
  const rules = officialRules(told, sources);
  const byClass = Map.groupBy(rules, ({ official }) => official?.code ?? "");
  const { findings, runs } = await countsOf(reader, principal);
  const points = await pointsInForce(reader);
  const looked = principal.scope.all ? await lookedAt(reader) : new Map<string, number>();
  const finds = new Map([...byClass].map(([code, each]) => [code, each.map(({ find }) => find)]));
  const read = await readings(reader, principal, told.relations, finds);
  const [last] = await reader.rows<{ run: number | null }>(
    sql`select max(run) as run from audit_run where asked is null`,
  );
  const classes: Coverage["classes"] = [];
  for (const each of officialClasses()) {
    const own = byClass.get(each.code) ?? [];
    const knowledge = knowledgeOf(own).map(({ name, title }) => ({
      class: name,
      title,
      points: points.get(name) ?? 0,
    }));
    const { settlements, yuan } = read.get(each.code) ?? { settlements: null, yuan: null };
    const { formerly: _, ...known } = each;
    classes.push({
      ...known,
      state: stateOf(each, own, knowledge),
      rules: own.map(({ id, title, status }) => ({ id, title, state: status, run: runs.get(id) ?? null })),
      knowledge,
      points: knowledge.length > 0 ? knowledge.reduce((sum, { points: n }) => sum + n, 0) : null,
      lookedAt: principal.scope.all ? own.reduce((sum, { id }) => sum + (looked.get(id) ?? 0), 0) : null,
      settlements,
      yuan,
      findings: own.reduce((sum, { id }) => sum + (findings.get(id)?.open ?? 0), 0),
    });
  }
  const states = Object.fromEntries(
    coverageStates.map((state) => [state, classes.filter((each) => each.state === state).length]),
  );
  return { edition: "2025", run: last?.run ?? null, states, classes };
}

const parsed = new WeakMap<RuleCards, readonly ReadRule[]>();

/** The rules of official classes that have a card, as their files say them; parsed once for the same cards. */
function officialRules(told: RuleCards, sources: readonly RuleSource[]): readonly ReadRule[] {
  const rules =
    parsed.get(told) ??
    sources.filter(({ file }) => told.cards.get(idOf(file))?.official).map(({ file, text }) => readRule(text, file));
  parsed.set(told, rules);
  return rules;
}

/** A class whose knowledge has no point at all is implemented, whatever its rules' status: they can find nothing yet. */
function stateOf(
  { notComputable }: OfficialClass,
  rules: readonly ReadRule[],
  knowledge: readonly { points: number }[],
): Coverage["classes"][number]["state"] {
  if (rules.length === 0) return notComputable ? "not_computable" : "missing";
  if (knowledge.length > 0 && knowledge.every(({ points }) => points === 0)) return "implemented";
  if (rules.some(({ status }) => status === "active")) return "active";
  return rules.some(({ status }) => status === "shadow") ? "shadow" : "implemented";
}

function knowledgeOf(rules: readonly ReadRule[]) {
  const named = new Set(rules.flatMap(({ find }) => [...namedIn(find, "in"), ...namedIn(find, "by")]));
  return knowledgeClasses().filter(({ name }) => named.has(`knowledge.${name}`));
}

/** Values of a key wherever it stands in what a rule finds: relations it starts from (`of`), looks up in (`in`), is driven by (`by`). */
function namedIn(find: unknown, key: string): string[] {
  if (typeof find !== "object" || find === null) return [];
  return Object.entries(find).flatMap(([name, value]) =>
    name === key && typeof value === "string" ? [value] : namedIn(value, key),
  );
}

async function pointsInForce(reader: Reader): Promise<Map<string, number>> {
  const counts = knowledgeClasses().map(
    ({ name }) => sql`select ${literal(name)} as class, count(*) as points from knowledge.${ident(name)}`,
  );
  const rows = await reader.rows<{ class: string; points: number }>(join(counts, " union all "));
  return new Map(rows.map(({ class: name, points }) => [name, points]));
}

/** Rows that rules looked at, each in its last run. */
async function lookedAt(reader: Reader): Promise<Map<string, number>> {
  const rows = await reader.rows<{ rule: string; rows: number }>(
    raw(`select rule, arg_max(looked_at, run) as rows from audit_run_rule where state = 'done' group by rule`),
  );
  return new Map(rows.map(({ rule, rows: n }) => [rule, n]));
}
