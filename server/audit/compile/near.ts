import Type, { type Static } from "typebox";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { nameOf } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText } from "../rule/rule-schema.ts";
import type { RuleContext } from "./context.ts";
import { type FixedNumber, wholeNumber } from "./fixed-number.ts";
import { columnOf } from "./keys.ts";
import type { Side } from "./side.ts";

/** Lines of time on which records stand together: a column, and how many days or hours any two of a gathering may lie apart on it. */
export const NearFile = Type.Array(
  closed({ on: ColumnName, days: Type.Optional(ExpressionText), hours: Type.Optional(ExpressionText) }),
);

/** A line of time of a side. */
export interface Near {
  column: string;
  kind: "date" | "timestamp";
  unit: "days" | "hours";
  /** Where a row stands on it: days or seconds since 1970. */
  at: Sql;
  /** In the same units. */
  length: FixedNumber;
}

/** Beyond these a record would stand in more gatherings than can be tried. */
const mostDays = 366;
const mostHours = 72;
/** Beginnings tried for each record on all lines but the first. */
const mostBeginnings = 16;

/** @throws Refusal below `near` */
export async function readNear(file: Static<typeof NearFile>, side: Side, context: RuleContext): Promise<Near[]> {
  const lines = await Promise.all(file.map((each, i) => lineOf(each, i, side, context)));
  const twice = lines.findIndex(({ column }, i) => lines.slice(0, i).some((other) => other.column === column));
  if (twice >= 0) throw new Refusal("each column once", lines[twice]!.column, ["near", twice, "on"]);
  const beginnings = lines.slice(1).reduce((product, { length }) => product * (length.most + 1), 1);
  if (beginnings > mostBeginnings)
    throw new Refusal(
      `lines after the first whose days, each one more, multiply to at most ${mostBeginnings}: the widest stands first`,
      `${beginnings}`,
      ["near"],
    );
  return lines;
}

async function lineOf(
  { on, days, hours }: Static<typeof NearFile>[number],
  i: number,
  side: Side,
  context: RuleContext,
): Promise<Near> {
  const path = ["near", i];
  const { type } = columnOf(side.relation, on, ...path, "on");
  if (type.kind !== "date" && type.kind !== "timestamp")
    throw new Refusal("a day or a moment", nameOf(type), [...path, "on"]);
  if ((days === undefined) === (hours === undefined))
    throw new Refusal("either days or hours", days === undefined ? "neither" : "both", path);
  const { kind } = type;
  if (days !== undefined) {
    const length = await wholeNumber(days, context, [...path, "days"], 0, mostDays);
    const at = sql`cast(cast(${side.column(on)} as date) - date '1970-01-01' as bigint)`;
    return { column: on, kind, unit: "days", at, length };
  }
  if (i > 0) throw new Refusal("hours on the first line only", on, path);
  if (kind !== "timestamp") throw new Refusal("a moment to count hours from", on, [...path, "on"]);
  const length = await wholeNumber(hours!, context, [...path, "hours"], 0, mostHours);
  return {
    column: on,
    kind,
    unit: "hours",
    at: sql`date_diff('second', timestamp '1970-01-01', ${side.column(on)})`,
    length: { ...length, printed: sql`(${length.printed} * ${raw("3600")})` },
  };
}
