import { constantOf } from "../expressions/constants.ts";
import { type ParseNode, parseExpression } from "../expressions/parser.ts";
import type { ReadRule } from "../rule/rule-file.ts";

export const limitOperators = [">", ">=", "<", "<="] as const;
export type LimitOperator = (typeof limitOperators)[number];

/** A shown value is held against another one: `nights` `>=` `$overlap`. */
export interface Limit {
  operator: LimitOperator;
  /** Names of the explanation that are multiplied (mostly one), a parameter that is not shown, or a number as the rule has it. */
  against: { shown: readonly string[] } | { parameter: string } | { constant: string };
}

const operatorOf: Record<string, LimitOperator> = {
  COMPARE_GREATERTHAN: ">",
  COMPARE_GREATERTHANOREQUALTO: ">=",
  COMPARE_LESSTHAN: "<",
  COMPARE_LESSTHANOREQUALTO: "<=",
};
const turned: Record<LimitOperator, LimitOperator> = { ">": "<", ">=": "<=", "<": ">", "<=": ">=" };

/**
 * Which values of an explanation a rule holds against which limits, read from its own comparisons: a value counts where one side of a comparison is
 * its expression, or the size of it, and the other side is a parameter, a product with one, or a number. Two values held against each other
 * (days of two stays) are no limit. What a shape makes itself (`reached`) is held as the shape does.
 */
export async function limitsOf({ find, explain }: Pick<ReadRule, "find" | "explain">): Promise<Map<string, Limit>> {
  const [shape] = Object.values(find) as [Record<string, unknown>];
  const values = (shape.values ?? {}) as Record<string, string>;
  const names = shownNames(explain.zh);
  const limits = new Map<string, Limit>();
  const known = new Map<string, string>();
  for (const name of names) known.set(await writtenAs(name, values), name);
  if (typeof shape.breaks === "string")
    for (const { left, operator, right } of comparisonsIn(await parseExpression(shape.breaks))) {
      hold(left, operator, right);
      hold(right, turned[operator], left);
    }
  for (const [name, operator, limit] of madeLimits(shape)) {
    if (!names.includes(name) || typeof limit !== "string") continue;
    const isShown = name === "reached" && names.includes("limit");
    const against = isShown ? { shown: ["limit"] } : againstOf(await parseExpression(limit));
    if (against) limits.set(name, { operator, against });
  }
  return limits;

  function hold(value: ParseNode, operator: LimitOperator, other: ParseNode): void {
    const name = known.get(canonical(value)) ?? known.get(canonical(sizeOf(value) ?? value));
    if (name === undefined || name.startsWith("$") || limits.has(name)) return;
    const against = againstOf(other);
    if (against) limits.set(name, { operator, against });
  }

  function againstOf(node: ParseNode): Limit["against"] | undefined {
    const shown = factorsIn(node).map((factor) => known.get(canonical(factor)));
    if (shown.some((name) => name?.startsWith("$")) && shown.every((name) => name !== undefined)) return { shown };
    if (node.class === "PARAMETER") return { parameter: String(node.identifier) };
    const constant = node.class === "CONSTANT" ? constantOf(node) : undefined;
    return constant?.is === "constant" && constant.type.kind === "number" ? { constant: constant.value } : undefined;
  }
}

interface Thresholds {
  over?: unknown;
  at_least?: unknown;
  lift?: { at_least?: unknown };
  shared?: { at_least?: unknown; different?: { at_least?: unknown } };
}

/** What shapes make and hold against a key of theirs. */
function madeLimits({ over, at_least, lift, shared }: Thresholds): [name: string, LimitOperator, limit: unknown][] {
  return [
    ["reached", over === undefined ? ">=" : ">", over ?? at_least],
    ["size", ">=", at_least],
    ["lift", ">=", lift?.at_least],
    ["shared", ">=", shared?.at_least],
    ["different", ">=", shared?.different?.at_least],
  ];
}

/** The names between braces, each once. */
export function shownNames(text: string): string[] {
  return [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!))];
}

/** A shown name as the expression it stands for, in one form for equal expressions. */
async function writtenAs(name: string, values: Record<string, string>): Promise<string> {
  const column = name.split(".").map((part) => (part.startsWith("$") ? part : `"${part}"`));
  return canonical(await parseExpression(values[name] ?? column.join(".")));
}

function comparisonsIn(node: ParseNode): { left: ParseNode; operator: LimitOperator; right: ParseNode }[] {
  const operator = operatorOf[node.type];
  const own = operator ? [{ left: node.left as ParseNode, operator, right: node.right as ParseNode }] : [];
  return [...own, ...nodesIn(node).flatMap(comparisonsIn)];
}

function nodesIn(node: ParseNode): ParseNode[] {
  return Object.values(node)
    .flat()
    .filter((each): each is ParseNode => typeof each === "object" && each !== null && "class" in each);
}

/** What is multiplied; the node itself where nothing is. */
function factorsIn(node: ParseNode): ParseNode[] {
  const isProduct = node.class === "FUNCTION" && node.function_name === "*";
  return isProduct ? (node.children as ParseNode[]).flatMap(factorsIn) : [node];
}

/** What `abs(…)` takes the size of. */
function sizeOf(node: ParseNode): ParseNode | undefined {
  return node.class === "FUNCTION" && node.function_name === "abs" ? (node.children as ParseNode[])[0] : undefined;
}

const canonical = (node: ParseNode): string =>
  JSON.stringify(node, (key, value: unknown) => (key === "query_location" || key === "alias" ? undefined : value));
