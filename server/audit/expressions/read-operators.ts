import { Refusal } from "../refusal.ts";
import type { Arithmetic, Expression } from "./expression.ts";
import { type Argument, alike, type FunctionSignature, fits, functions } from "./functions.ts";
import { checkPattern } from "./pattern.ts";
import type { Scope } from "./scope.ts";
import { comparable, isNumeric, nameOf, type ScalarType, scalar, type ValueType } from "./value-type.ts";

/** Products keep 26 digits before the point (DECIMAL(38,12)). */
const MOST_DIGITS = 26;
/** A day is moved by at most five digits of days, whatever a column holds: beyond that calendars end. */
const DAYS_DIGITS = 5;
const likes: Record<string, [name: string, negated: boolean]> = { "~~": ["like", false], "!~~": ["like", true] };

/** Both sides of a comparison: of one kind, and a code that its code table knows. @throws Refusal */
export function compared(left: Expression, right: Expression, operator: string, scope: Scope): void {
  if (!comparable(left.type, right.type))
    throw new Refusal(
      `two values of one kind on both sides of ${operator}`,
      `${nameOf(left.type)} and ${nameOf(right.type)}${hint(left, right)}`,
    );
  if (left.type.kind === "list" || (left.type.kind === "boolean" && operator !== "=" && !operator.startsWith("is")))
    throw new Refusal("numbers, texts or days to compare", nameOf(left.type));
  if (left.type.kind === "key" && !["=", "<>", "in", "is distinct from", "is not distinct from"].includes(operator))
    throw new Refusal("= or <> between identifiers", operator);
  checkCode(left, right, scope);
  checkCode(right, left, scope);
}

function hint(left: Expression, right: Expression): string {
  const kinds = [left.type.kind, right.type.kind];
  if (kinds.includes("date") && kinds.includes("text")) return "; a day is written date '2021-01-31'";
  if (kinds.includes("date") && kinds.includes("timestamp")) return "; cast one of them";
  return "";
}

function checkCode(column: Expression, value: Expression, { knowsCode }: Scope): void {
  const { type } = column;
  if (column.is !== "column" || type.kind !== "text" || type.codes === null || value.is !== "constant") return;
  if (knowsCode && !knowsCode(type.codes, value.value))
    throw new Refusal(`a code of the table ${type.codes} for ${column.name}`, JSON.stringify(value.value));
}

/** One type for alternatives (case, coalesce). @throws Refusal */
export function like(parts: readonly Expression[], where: string): ValueType {
  if (!alike(parts))
    throw new Refusal(`values of one kind in ${where}`, parts.map(({ type }) => nameOf(type)).join(", "));
  const types = parts.map(({ type }) => type);
  const [first] = types;
  if (first!.kind === "list") return first!;
  const scalars = types as ScalarType[];
  const named = scalars.find(({ constant }) => !constant) ?? scalars[0]!;
  const digits = Math.max(...scalars.map((type) => type.digits));
  return {
    ...named,
    digits,
    integer: scalars.some(({ integer }) => integer),
    codes: null,
    constant: scalars.every(({ constant }) => constant),
  };
}

/** An operator that DuckDB parses as a function: + − * / || like. @throws Refusal */
export function calculation(operator: string, parts: Expression[]): Expression {
  const [left, right] = parts as [Expression, Expression | undefined];
  const pattern = likes[operator];
  if (pattern && right) return likeOf(left, right, pattern[1]);
  if (operator === "||" && right) return joined(left, right);
  if (operator === "-" && !right) {
    if (!isNumeric(left.type)) throw new Refusal("a number after the minus", nameOf(left.type));
    return { is: "negative", type: { ...left.type, codes: null }, part: left };
  }
  if (!right || !["+", "-", "*", "/"].includes(operator)) throw new Refusal("one of + - * / || like", operator);
  return days(left, right, operator) ?? arithmetic(left, right, operator as Arithmetic);
}

function likeOf(left: Expression, right: Expression, negated: boolean): Expression {
  if (left.type.kind !== "text" || right.is !== "constant" || right.type.kind !== "text")
    throw new Refusal(
      "a text like a constant pattern",
      `${nameOf(left.type)} like ${right.is === "constant" ? nameOf(right.type) : "what is no constant"}`,
    );
  const matched: Expression = { is: "call", name: "like", type: scalar("boolean"), parts: [left, right] };
  return negated ? { is: "not", type: scalar("boolean"), part: matched } : matched;
}

function joined(left: Expression, right: Expression): Expression {
  if (left.type.kind !== "text" || right.type.kind !== "text")
    throw new Refusal("texts on both sides of ||", `${nameOf(left.type)} and ${nameOf(right.type)}`);
  return { is: "call", name: "concat", type: scalar("text"), parts: [left, right] };
}

/** Days later, days earlier, days between; null where no day takes part. */
function days(left: Expression, right: Expression, operator: string): Expression | null {
  if (left.type.kind !== "date") return null;
  if (operator === "-" && right.type.kind === "date")
    return { is: "days", type: scalar("number", { digits: 7, integer: true }), later: left, earlier: right };
  if ((operator !== "+" && operator !== "-") || right.type.kind !== "number")
    throw new Refusal("a day, plus or minus days, or minus a day", `date ${operator} ${nameOf(right.type)}`);
  if (right.type.constant && right.type.digits > DAYS_DIGITS)
    throw new Refusal(`at most ${DAYS_DIGITS} digits of days`, `${right.type.digits}`);
  return { is: "shifted", type: scalar("date"), day: left, days: right, back: operator === "-" };
}

function arithmetic(left: Expression, right: Expression, operator: Arithmetic): Expression {
  const [a, b] = [left.type, right.type];
  if (!isNumeric(a) || !isNumeric(b))
    throw new Refusal(`numbers on both sides of ${operator}`, `${nameOf(a)} and ${nameOf(b)}`);
  const type = scalar(resultKind(a, b, operator), {
    digits: resultDigits(a, b, operator),
    constant: a.constant && b.constant,
  });
  if (type.digits > MOST_DIGITS)
    throw new Refusal(
      `a result of at most ${MOST_DIGITS} digits, so that no run can overflow`,
      `up to ${type.digits} digits`,
    );
  return { is: "arithmetic", type, operator, left, right };
}

function resultKind(a: ScalarType, b: ScalarType, operator: Arithmetic): "number" | "money" {
  const money = [a.kind === "money", b.kind === "money"];
  if (operator === "*" && money[0] && money[1]) throw new Refusal("money times a number", "money times money");
  if (operator === "/") {
    if (money[0] !== money[1])
      throw new Refusal("a quotient of two of a kind; money is never divided", `${a.kind} / ${b.kind}`);
    return "number";
  }
  if (operator !== "*" && money[0] !== money[1] && !a.constant && !b.constant)
    throw new Refusal(`two of a kind on both sides of ${operator}`, `${a.kind} and ${b.kind}`);
  return money[0] || money[1] ? "money" : "number";
}

function resultDigits(a: ScalarType, b: ScalarType, operator: Arithmetic): number {
  if (operator === "*") return a.digits + b.digits;
  // A quotient is at most its first over the least there is, a millionth.
  if (operator === "/") return a.digits + 6;
  return Math.max(a.digits, b.digits) + 1;
}

/** A day of a moment, or the moment a day begins. @throws Refusal for any other conversion, which could fail in a run */
export function converted(part: Expression, to: string, trying: boolean): Expression {
  const kind = { DATE: "date", TIMESTAMP: "timestamp" }[to] as "date" | "timestamp" | undefined;
  const possible = part.type.kind === "date" || part.type.kind === "timestamp";
  if (trying || !kind || !possible)
    throw new Refusal("a cast between date and timestamp only", `${nameOf(part.type)} to ${to.toLowerCase()}`);
  return part.type.kind === kind ? part : { is: "converted", type: scalar(kind), part, to: kind };
}

/** A call of a function of the table. @throws Refusal for one that is not on it, and for arguments it does not take */
export function call(name: string, children: () => Expression[]): Expression {
  const signature = Object.hasOwn(functions, name) ? functions[name]! : undefined;
  if (!signature)
    throw new Refusal(
      `a function of the list: ${Object.keys(functions).join(", ")}`,
      JSON.stringify(name.slice(0, 60)),
    );
  const parts = children();
  const { takes, repeats = false } = signature;
  if (parts.length < takes.length || (!repeats && parts.length > takes.length))
    throw new Refusal(`${takes.length}${repeats ? " or more" : ""} arguments of ${name}`, `${parts.length}`);
  const adapted = parts.map((part, i) => argument(part, takes[i] ?? takes.at(-1)!, name));
  if (signature.alike && !alike(adapted))
    throw new Refusal(`arguments of one kind for ${name}`, adapted.map(({ type }) => nameOf(type)).join(", "));
  return { is: "call", name, type: resultOf(signature, adapted, name), parts: adapted };
}

function argument(part: Expression, takes: Argument, name: string): Expression {
  const { type } = part;
  if (takes === "timestamp" && type.kind === "date") return converted(part, "TIMESTAMP", false);
  if (takes === "date" && type.kind === "timestamp") return converted(part, "DATE", false);
  if (!fits(type, takes, name)) throw new Refusal(`${shown(takes)} for ${name}`, `a ${nameOf(type)}`);
  if (typeof takes === "string" && takes !== "pattern" && takes !== "small") return part;
  if (part.is !== "constant") throw new Refusal(`a constant, ${shown(takes)}, for ${name}`, "something else");
  if (takes === "pattern") checkPattern(part.value);
  else if (takes === "small") {
    if (!/^\d{1,3}$/.test(part.value)) throw new Refusal(`a number up to 999 for ${name}`, part.value);
  } else if (!takes.includes(part.value))
    throw new Refusal(`one of ${takes.join(", ")} for ${name}`, JSON.stringify(part.value));
  return part;
}

function resultOf({ gives }: FunctionSignature, parts: Expression[], name: string): ValueType {
  if (name === "list_contains") {
    const [list, value] = parts as [Expression, Expression];
    if (list.type.kind === "list" && !comparable(list.type.of, value.type))
      throw new Refusal(`a ${list.type.of.kind} to look for in the list`, nameOf(value.type));
  }
  return gives(parts);
}

const shown = (takes: Argument): string =>
  typeof takes === "string"
    ? takes.replace("pattern", "pattern in quotes").replace("small", "whole number")
    : `one of ${takes.join(", ")}`;
