import Type, { type Static } from "typebox";
import { raw, type Sql } from "../../store/sql.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText } from "../rule/rule-schema.ts";
import type { RuleContext } from "./context.ts";
import { fixedNumber, wholeNumber } from "./fixed-number.ts";

/** How many meetings join two: at least so many, within so many days, at so many different places (or whatever else of the meeting). */
export const SharedFile = closed({
  at_least: ExpressionText,
  days: Type.Optional(ExpressionText),
  different: Type.Optional(closed({ column: ColumnName, at_least: ExpressionText })),
});

export interface Shared {
  atLeast: Sql;
  /** Days within which they lie; null for any time. */
  within: Sql | null;
  different: { column: Sql; atLeast: Sql } | null;
}

/** @throws Refusal below `shared` */
export async function readShared(
  { at_least, days, different }: Static<typeof SharedFile>,
  by: readonly (readonly string[])[],
  context: RuleContext,
): Promise<Shared> {
  const atLeast = await fixedNumber(at_least, context, ["shared", "at_least"]);
  const within = days === undefined ? null : await wholeNumber(days, context, ["shared", "days"], 1, 3660);
  if (!different) return { atLeast: atLeast.printed, within: within?.printed ?? null, different: null };
  const [way, ...others] = by;
  const place = way?.indexOf(different.column) ?? -1;
  if (place < 0 || others.length > 0)
    throw new Refusal("a column of the one list under by", different.column, ["shared", "different", "column"]);
  const least = await fixedNumber(different.at_least, context, ["shared", "different", "at_least"]);
  return {
    atLeast: atLeast.printed,
    within: within?.printed ?? null,
    different: { column: raw(`by_${place + 1}`), atLeast: least.printed },
  };
}
