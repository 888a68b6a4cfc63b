import { type Sql, sql } from "../../store/sql.ts";
import { Refusal } from "../refusal.ts";
import type { RuleContext } from "./context.ts";

/** A number that is known before any row is read: a constant, or a parameter without overlays. */
export interface FixedNumber {
  printed: Sql;
  /** The most it can be: the constant, or the parameter's bound. */
  most: number;
  least: number;
}

/** @throws Refusal below the path where it hangs on a row */
export async function fixedNumber(
  text: string,
  context: RuleContext,
  path: readonly (string | number)[],
): Promise<FixedNumber> {
  const hangs = () => new Refusal("a number or a parameter", text.slice(0, 60), path);
  const number = await context.read(text, new Map(), path, "number").catch((cause: unknown) => {
    throw cause instanceof Refusal ? hangs() : cause;
  });
  if (number.is !== "constant" && number.is !== "parameter") throw hangs();
  const printed = context.print(number, () => "row", null);
  if (number.is === "constant") return { printed, most: Number(number.value), least: Number(number.value) };
  const { min, max } = context.rule.parameters![number.name]!;
  return { printed, most: Number(max), least: Number(min) };
}

/** The same as a whole number between bounds. @throws Refusal where it could lie outside */
export async function wholeNumber(
  text: string,
  context: RuleContext,
  path: readonly (string | number)[],
  from: number,
  to: number,
): Promise<FixedNumber> {
  const number = await fixedNumber(text, context, path);
  if (number.least < from || number.most > to)
    throw new Refusal(
      `a number that stays from ${from} to ${to}`,
      `${text.slice(0, 60)}, from ${number.least} to ${number.most}`,
      path,
    );
  return { ...number, printed: sql`cast(${number.printed} as bigint)` };
}
