import { RuleContext } from "./compile/context.ts";
import { suppliersOf } from "./compile/not-supplied.ts";
import { withBeyond } from "./compile/partition.ts";
import { Refusal } from "./refusal.ts";
import { pathTo, type Relation, type Relations } from "./relation.ts";
import type { ReadRule } from "./rule/rule-file.ts";
import { type Compiled, checkedFind, shapes } from "./shape.ts";

/** A rule, ready to be planned with others. */
export interface CompiledRule {
  rule: ReadRule;
  shape: string;
  compiled: Compiled;
}

/** Compiles a rule over relations. Whatever it refuses, it refuses here: a plan runs. @throws rule.invalid naming file, line, key, expected and got */
export async function compileRule(rule: ReadRule, relations: Relations): Promise<CompiledRule> {
  try {
    const [[name, find]] = Object.entries(rule.find) as [[string, unknown]];
    const shape = (await shapes()).get(name);
    if (!shape)
      throw new Refusal(`one of ${[...(await shapes()).keys()].join(", ")}`, JSON.stringify(name.slice(0, 60)), [
        "find",
        name,
      ]);
    const named = relationsIn(find, relations, name);
    const compiled = await below(["find", name], async () =>
      shape.compile(checkedFind(shape, find), new RuleContext(rule, relations)),
    );
    checkNeeds(rule, relationsIn(find, relations, name, ["of", "in"]), relations);
    checkReach(rule, named);
    return { rule, shape: name, compiled: hangingOnSources(compiled, rule, relations) };
  } catch (cause) {
    if (cause instanceof Refusal) throw rule.refused(cause);
    throw cause;
  }
}

const naming = ["of", "in", "companion", "by"] as const;

/** Relations that a find names, wherever: those it starts from (`of`), looks things up in (`in`), or holds rows against. */
function relationsIn(
  find: unknown,
  relations: Relations,
  shape: string,
  keys: readonly (typeof naming)[number][] = naming,
): Relation[] {
  const names = new Set<string>(shape === "resettled" ? ["resettlement"] : []);
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      if (typeof each === "string" && keys.some((name) => name === key)) names.add(each);
      else visit(each);
    }
  };
  visit(find);
  return [...names].flatMap((name) => relations.get(name) ?? []);
}

function checkNeeds({ needs, supplied = [] }: ReadRule, named: readonly Relation[], relations: Relations): void {
  const all = [
    ...needs.map((need, i) => [need, "needs", i] as const),
    ...supplied.map((need, i) => [need, "supplied", i] as const),
  ];
  for (const [need, key, i] of all) {
    const cut = need.lastIndexOf(".");
    const [relation, column] = [need.slice(0, cut), need.slice(cut + 1)];
    const known = relations.get(relation);
    if (!known || !named.includes(known))
      throw new Refusal(
        `a column of a relation that find starts from or looks up in: ${named.map(({ name }) => name).join(", ")}`,
        need,
        [key, i],
      );
    if (!known.columns.has(column)) throw new Refusal(`a column of ${relation}`, column, [key, i]);
  }
}

/** Whether a source brings a column at all is asked of all its rows: what a rule finds hangs on that beside the rows it looks at. */
function hangingOnSources(compiled: Compiled, { supplied = [] }: ReadRule, relations: Relations): Compiled {
  if (!compiled.partition) return compiled;
  const sources = supplied.map((each) => {
    const cut = each.lastIndexOf(".");
    return suppliersOf(relations.get(each.slice(0, cut))!, each.slice(cut + 1));
  });
  return { ...compiled, partition: withBeyond(compiled.partition, sources) };
}

/** What a rule speaks about must be reached from where it looks; lines are implicated only where lines are read. */
function checkReach({ unit, implicates }: ReadRule, named: readonly Relation[]): void {
  const starts = named.filter(({ register }) => register === null);
  if (!starts.some((relation) => pathTo(relation, unit) !== null))
    throw new Refusal(`a unit that ${starts.map(({ name }) => name).join(", ")} leads to`, unit, ["unit"]);
  if (implicates === "lines" && !starts.some(({ ofLines }) => ofLines))
    throw new Refusal("lines of the relation line, or another implication", implicates, ["implicates"]);
}

async function below<T>(path: readonly (string | number)[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof Refusal ? cause.below(...path) : cause;
  }
}
