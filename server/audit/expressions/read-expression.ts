import { Refusal } from "../refusal.ts";
import { castConstant, constantOf } from "./constants.ts";
import { type Comparison, type Expression, partsOf } from "./expression.ts";
import { checkPatternInEngine, type ParseNode, parseExpression, positionOf } from "./parser.ts";
import { calculation, call, compared, converted, like } from "./read-operators.ts";
import { columnIn, type Scope } from "./scope.ts";
import { nameOf, type ScalarKind, scalar } from "./value-type.ts";

const DEEPEST = 40;
const comparisonOf: Record<string, Comparison> = {
  COMPARE_EQUAL: "=",
  COMPARE_NOTEQUAL: "<>",
  COMPARE_LESSTHAN: "<",
  COMPARE_LESSTHANOREQUALTO: "<=",
  COMPARE_GREATERTHAN: ">",
  COMPARE_GREATERTHANOREQUALTO: ">=",
  COMPARE_DISTINCT_FROM: "is distinct from",
  COMPARE_NOT_DISTINCT_FROM: "is not distinct from",
};
const truth = scalar("boolean");

/**
 * Reads an expression of a rule: parsed by DuckDB, walked node by node against what is allowed, and typed.
 * @param wanted the kind it must be; any where absent
 * @throws Refusal with what was expected and the character at which it stands
 */
export async function readExpression(text: string, scope: Scope, wanted?: ScalarKind): Promise<Expression> {
  const expression = read(await parseExpression(text), scope, 0);
  for (const pattern of patternsIn(expression)) await checkPatternInEngine(pattern);
  const { type } = expression;
  const numeric = wanted === "number" && type.kind === "money";
  if (wanted !== undefined && type.kind !== wanted && !numeric)
    throw new Refusal(`an expression that gives a ${wanted}`, `one that gives a ${nameOf(type)}`);
  return expression;
}

function patternsIn(expression: Expression): string[] {
  const own = expression.is === "call" && expression.name.startsWith("regexp_") ? expression.parts[1] : undefined;
  return [...(own?.is === "constant" ? [own.value] : []), ...partsOf(expression).flatMap(patternsIn)];
}

function read(node: ParseNode, scope: Scope, depth: number): Expression {
  if (depth > DEEPEST) throw new Refusal(`at most ${DEEPEST} levels of nesting`, "more");
  try {
    return form(node, scope, (child) => read(child as ParseNode, scope, depth + 1));
  } catch (cause) {
    const position = positionOf(node);
    if (!(cause instanceof Refusal) || position === null || / at character \d+$/.test(cause.got)) throw cause;
    throw new Refusal(cause.expected, `${cause.got} at character ${position}`);
  }
}

function form(node: ParseNode, scope: Scope, child: (node: unknown) => Expression): Expression {
  const children = () => ((node.children as unknown[]) ?? []).map(child);
  switch (node.class) {
    case "COLUMN_REF":
      return { is: "column", ...columnIn(scope, node.column_names as string[]) };
    case "CONSTANT":
      return constantOf(node);
    case "PARAMETER":
      return parameter(String(node.identifier), scope);
    case "COMPARISON":
      return comparison(node, child, scope);
    case "CONJUNCTION": {
      const parts = children();
      for (const part of parts) mustBeTruth(part, "and, or");
      return { is: node.type === "CONJUNCTION_AND" ? "all" : "any", type: truth, parts };
    }
    case "BETWEEN": {
      const [part, low, high] = [child(node.input), child(node.lower), child(node.upper)];
      compared(part, low, "between", scope);
      compared(part, high, "between", scope);
      return { is: "between", type: truth, part, low, high };
    }
    case "CASE":
      return caseOf(node, child);
    case "CAST":
      return castOf(node, child);
    case "OPERATOR":
      return operator(node, children(), scope);
    case "FUNCTION":
      return functionOf(node, children);
    case "SUBQUERY":
      throw new Refusal(
        "an expression over the row",
        "a sub-select; name another relation with lookup, missing or pairs",
      );
    default:
      throw new Refusal("columns, constants, parameters, comparisons and functions", what(node));
  }
}

function parameter(name: string, { parameters }: Scope): Expression {
  const type = parameters.get(name);
  if (!type)
    throw new Refusal(
      `a parameter of the rule: ${[...parameters.keys()].join(", ") || "it has none"}`,
      `$${name.slice(0, 60)}`,
    );
  return { is: "parameter", name, type };
}

function comparison(node: ParseNode, child: (node: unknown) => Expression, scope: Scope): Expression {
  const operator = comparisonOf[node.type];
  if (!operator) throw new Refusal("a comparison", what(node));
  const [left, right] = [child(node.left), child(node.right)];
  compared(left, right, operator, scope);
  return { is: "comparison", type: truth, operator, left, right };
}

function caseOf(node: ParseNode, child: (node: unknown) => Expression): Expression {
  const raw = node.case_checks as { when_expr: unknown; then_expr: unknown }[];
  const checks = raw.map(({ when_expr, then_expr }) => ({ when: child(when_expr), gives: child(then_expr) }));
  for (const { when } of checks) mustBeTruth(when, "case when");
  const otherwise = node.else_expr === undefined || isNull(node.else_expr) ? null : child(node.else_expr);
  const answers = [...checks.map(({ gives }) => gives), ...(otherwise ? [otherwise] : [])];
  return { is: "case", type: like(answers, "case"), checks, otherwise };
}

/** Only constants and days ↔ moments are converted: a cast that can fail would end the run of every rule. */
function castOf(node: ParseNode, child: (node: unknown) => Expression): Expression {
  const to = (node.cast_type as { id: string }).id;
  const constant = node.try_cast === true ? null : castConstant(node.child as ParseNode, to);
  if (constant) return constant;
  const part = child(node.child);
  // `x is true` arrives as a comparison with x cast to what it already is.
  if (to === "BOOLEAN" && part.type.kind === "boolean") return part;
  return converted(part, to, node.try_cast === true);
}

function operator(node: ParseNode, parts: Expression[], scope: Scope): Expression {
  const [first, ...rest] = parts as [Expression, ...Expression[]];
  switch (node.type) {
    case "OPERATOR_IS_NULL":
    case "OPERATOR_IS_NOT_NULL":
      return { is: "null", type: truth, part: first, negated: node.type === "OPERATOR_IS_NOT_NULL" };
    case "OPERATOR_NOT":
      mustBeTruth(first, "not");
      return { is: "not", type: truth, part: first };
    case "OPERATOR_COALESCE":
      return { is: "first", type: like(parts, "coalesce"), parts };
    case "COMPARE_IN":
    case "COMPARE_NOT_IN":
      for (const value of rest) compared(first, value, "in", scope);
      return { is: "among", type: truth, part: first, values: rest, negated: node.type === "COMPARE_NOT_IN" };
    default:
      throw new Refusal("is null, not, coalesce, in", what(node));
  }
}

function functionOf(node: ParseNode, children: () => Expression[]): Expression {
  const name = String(node.function_name);
  const { orders } = (node.order_bys as { orders?: unknown }) ?? {};
  const foreign = node.catalog !== undefined || (node.schema !== undefined && name !== "date_part");
  if (
    node.filter !== undefined ||
    orders !== undefined ||
    node.distinct === true ||
    node.export_state === true ||
    foreign
  )
    throw new Refusal("a plain function of values", `${name} with a clause of its own`);
  return node.is_operator === true ? calculation(name, children()) : call(name, children);
}

function mustBeTruth({ type }: Expression, where: string): void {
  if (type.kind !== "boolean") throw new Refusal(`conditions beside ${where}`, `a ${nameOf(type)}`);
}

function isNull(node: unknown): boolean {
  const { class: kind, value } = node as ParseNode;
  return kind === "CONSTANT" && (value as { is_null: boolean }).is_null;
}

const what = (node: ParseNode) =>
  String(node.type ?? node.class)
    .toLowerCase()
    .replaceAll("_", " ");
