import type { ScalarType, ValueType } from "./value-type.ts";

export const comparisons = ["=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"] as const;
export type Comparison = (typeof comparisons)[number];
export type Arithmetic = "+" | "-" | "*" | "/";

/** An expression that was read, checked and typed. All a printer needs; no text of the rule's author but constants, which are bound. */
export type Expression = { type: ValueType } & Form;

export type Form =
  /** `of`: the name before the point (`left`, a lookup), empty for the relation itself. */
  | { is: "column"; of: string; name: string }
  | { is: "constant"; type: ScalarType; value: string }
  | { is: "parameter"; name: string }
  | { is: "comparison"; operator: Comparison; left: Expression; right: Expression }
  | { is: "all" | "any"; parts: Expression[] }
  | { is: "not"; part: Expression }
  | { is: "null"; part: Expression; negated: boolean }
  | { is: "among"; part: Expression; values: Expression[]; negated: boolean }
  | { is: "between"; part: Expression; low: Expression; high: Expression }
  | { is: "arithmetic"; operator: Arithmetic; left: Expression; right: Expression }
  | { is: "negative"; part: Expression }
  /** A day some days later, earlier where `back`. */
  | { is: "shifted"; day: Expression; days: Expression; back: boolean }
  | { is: "days"; later: Expression; earlier: Expression }
  | { is: "converted"; part: Expression; to: "date" | "timestamp" }
  | { is: "first"; parts: Expression[] }
  | { is: "case"; checks: { when: Expression; gives: Expression }[]; otherwise: Expression | null }
  | { is: "call"; name: string; parts: Expression[] };

/** The expressions right below one. */
export function partsOf(expression: Expression): Expression[] {
  switch (expression.is) {
    case "column":
    case "constant":
    case "parameter":
      return [];
    case "comparison":
    case "arithmetic":
      return [expression.left, expression.right];
    case "all":
    case "any":
    case "first":
    case "call":
      return expression.parts;
    case "not":
    case "null":
    case "negative":
    case "converted":
      return [expression.part];
    case "among":
      return [expression.part, ...expression.values];
    case "between":
      return [expression.part, expression.low, expression.high];
    case "shifted":
      return [expression.day, expression.days];
    case "days":
      return [expression.later, expression.earlier];
    case "case": {
      const checks = expression.checks.flatMap(({ when, gives }) => [when, gives]);
      return expression.otherwise ? [...checks, expression.otherwise] : checks;
    }
  }
}

/** Every column an expression reads, each once, as `[of, name]`. */
export function columnsOf(expression: Expression): [of: string, name: string][] {
  const found = new Map<string, [string, string]>();
  const visit = (each: Expression): void => {
    if (each.is === "column") found.set(`${each.of}.${each.name}`, [each.of, each.name]);
    for (const part of partsOf(each)) visit(part);
  };
  visit(expression);
  return [...found.values()];
}
