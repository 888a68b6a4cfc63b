import { Refusal } from "../refusal.ts";
import type { Expression } from "./expression.ts";
import type { ParseNode } from "./parser.ts";
import { scalar } from "./value-type.ts";

const MOST_DIGITS = 15;
const MOST_DECIMALS = 6;
const LONGEST_TEXT = 200;

interface Constant {
  type: { id: string; type_info?: { scale?: number } };
  is_null: boolean;
  value?: unknown;
}

/** A constant as it stands in the parse tree. @throws Refusal for what rules do not write: null, floating point, more than 15 digits */
export function constantOf(node: ParseNode): Expression {
  const { type, is_null, value } = node.value as Constant;
  if (is_null) throw new Refusal("is null or is not null", "null");
  switch (type.id) {
    case "INTEGER":
    case "BIGINT":
      return numberOf(String(value));
    case "DECIMAL":
      return numberOf(withPoint(String(value), type.type_info?.scale ?? 0));
    case "VARCHAR":
      return textOf(String(value));
    case "BOOLEAN":
      return truth(value === true);
    default:
      throw new Refusal(`a number of at most ${MOST_DIGITS} digits, a text, true or false`, `a ${type.id}`);
  }
}

/** A number written as digits, with at most six decimals. */
export function numberOf(value: string): Expression {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(value);
  const whole = match?.[1]?.replace(/^0+(?=\d)/, "") ?? "";
  if (!match || whole.length > MOST_DIGITS || (match[2]?.length ?? 0) > MOST_DECIMALS)
    throw new Refusal(`a number of at most ${MOST_DIGITS} digits and ${MOST_DECIMALS} decimals`, value.slice(0, 40));
  const type = scalar("number", { digits: whole.length, integer: match[2] === undefined, constant: true });
  return { is: "constant", type, value };
}

/** What a cast makes of a text or truth constant: `date '2021-01-01'`, `true`; null where it is no constant of that kind. */
export function castConstant(node: ParseNode, to: string): Expression | null {
  if (node.class !== "CONSTANT") return null;
  const { type, value } = node.value as Constant;
  if (type.id !== "VARCHAR") return null;
  const text = String(value);
  if (to === "BOOLEAN" && (text === "t" || text === "f")) return truth(text === "t");
  if (to === "DATE") return { is: "constant", type: scalar("date"), value: dayOf(text) };
  if (to === "TIMESTAMP") return { is: "constant", type: scalar("timestamp"), value: momentOf(text) };
  return null;
}

function textOf(value: string): Expression {
  if (value.length > LONGEST_TEXT) throw new Refusal(`a text of at most ${LONGEST_TEXT} characters`, `${value.length}`);
  return { is: "constant", type: scalar("text", { constant: true }), value };
}

const truth = (value: boolean): Expression => ({ is: "constant", type: scalar("boolean"), value: String(value) });

function withPoint(unscaled: string, scale: number): string {
  if (scale === 0) return unscaled;
  const sign = unscaled.startsWith("-") ? "-" : "";
  const digits = unscaled.replace("-", "").padStart(scale + 1, "0");
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function dayOf(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text)
    throw new Refusal("a day such as date '2021-01-31'", JSON.stringify(text.slice(0, 40)));
  return text;
}

function momentOf(text: string): string {
  const [day = "", time = ""] = text.split(" ");
  if (!/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time))
    throw new Refusal("a moment such as timestamp '2021-01-31 08:00:00'", JSON.stringify(text.slice(0, 40)));
  return `${dayOf(day)} ${time}`;
}
