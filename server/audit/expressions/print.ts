import { join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Dialect } from "./dialect.ts";
import type { Expression } from "./expression.ts";
import type { ScalarType } from "./value-type.ts";

/** Where printed names lead: the table behind the name before a point, and the value of a parameter. */
export interface Naming {
  /** The table alias that stands for `of`. */
  table(of: string): string;
  parameter(name: string, type: ScalarType): Sql;
}

/** Writes an expression for an engine. Only names of the scope it was read in come out, quoted; constants and parameters are bound. */
export function printExpression(expression: Expression, dialect: Dialect, naming: Naming): Sql {
  const print = (each: Expression) => printExpression(each, dialect, naming);
  switch (expression.is) {
    case "column":
      return sql`${dialect.identifier(naming.table(expression.of))}.${dialect.identifier(expression.name)}`;
    case "constant":
      return dialect.value(expression.type.kind, expression.value);
    case "parameter":
      return naming.parameter(expression.name, expression.type as ScalarType);
    case "comparison":
      return comparison(expression, dialect, print);
    case "all":
    case "any":
      return sql`(${join(expression.parts.map(print), expression.is === "all" ? " and " : " or ")})`;
    case "not":
      return sql`(not ${print(expression.part)})`;
    case "null":
      return sql`(${print(expression.part)} is ${raw(expression.negated ? "not null" : "null")})`;
    case "among":
      return sql`(${print(expression.part)} ${raw(expression.negated ? "not in" : "in")} (${join(expression.values.map(print))}))`;
    case "between":
      return sql`(${print(expression.part)} between ${print(expression.low)} and ${print(expression.high)})`;
    case "arithmetic":
      return dialect.arithmetic(
        expression.operator,
        print(expression.left),
        print(expression.right),
        mayOverflow(expression),
      );
    case "negative":
      return dialect.arithmetic("-", dialect.value("number", "0"), print(expression.part), true);
    case "shifted":
      return dialect.daysLater(print(expression.day), print(expression.days), expression.back);
    case "days":
      return dialect.daysBetween(print(expression.later), print(expression.earlier));
    case "converted":
      return dialect.converted(print(expression.part), expression.to);
    case "first":
      return sql`coalesce(${join(expression.parts.map(print))})`;
    case "case": {
      const checks = expression.checks.map(({ when, gives }) => sql`when ${print(when)} then ${print(gives)}`);
      const otherwise = expression.otherwise ? sql` else ${print(expression.otherwise)}` : raw("");
      return sql`(case ${join(checks, " ")}${otherwise} end)`;
    }
    case "call":
      return dialect.call(expression.name, expression.parts.map(print));
  }
}

function comparison(
  { operator, left, right }: Extract<Expression, { is: "comparison" }>,
  dialect: Dialect,
  print: (each: Expression) => Sql,
): Sql {
  if (operator === "is distinct from" || operator === "is not distinct from")
    return dialect.distinct(print(left), print(right), operator === "is not distinct from");
  return sql`(${print(left)} ${raw(operator)} ${print(right)})`;
}

/** Engines keep sums within 18 digits where both sides are: stored integers, and decimals of over 12 digits with up to six behind the point, may pass them. */
function mayOverflow({ left, right, type }: Extract<Expression, { is: "arithmetic" }>): boolean {
  const sides = [left.type, right.type] as ScalarType[];
  return (type as ScalarType).digits > 12 || sides.some(({ integer }) => integer);
}
