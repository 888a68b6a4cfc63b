import Type, { type Static } from "typebox";
import { type Sql, sql } from "../../store/sql.ts";
import type { Expression } from "../expressions/expression.ts";
import { nameOf } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { closed, ExpressionText } from "../rule/rule-schema.ts";
import type { Columns, RuleContext } from "./context.ts";
import { columnOf } from "./keys.ts";
import type { Side } from "./side.ts";

const calendars = ["encounter", "day", "month", "quarter", "year", "benefit_year"] as const;

/** How far records may lie apart to be counted together: one encounter, one part of the calendar, or so many days or hours from each record on. */
export const SpanFile = Type.Union([
  closed({ calendar: Type.Enum([...calendars]) }),
  closed({ days: ExpressionText }),
  closed({ hours: ExpressionText }),
]);
export type SpanFile = Static<typeof SpanFile>;

/** Where a record stands on the line of time, and how long the span of its owner is. */
export interface Span {
  /** A whole number of days or seconds, or the part of the calendar. */
  at: Sql;
  /** In units of `at`, of an owner's columns; null for calendar spans, which are one value of `at`. */
  length: Sql | null;
}

/** Who records are counted by, as what hangs on them is read and printed: `print` gives SQL over the owners' rows. */
export interface Owners {
  columns: Columns;
  print(expression: Expression): Sql;
}

/** Days since 1970 of a day or a moment. */
export const dayNumber = (column: Sql): Sql => sql`cast((cast(${column} as date) - date '1970-01-01') as bigint)`;

/** The length may be a constant, a parameter, or what is looked up of the owner: then each owner has a span of its own. @throws Refusal below `within` */
export async function readSpan(
  within: SpanFile,
  on: string,
  rows: Side,
  owners: Owners,
  context: RuleContext,
): Promise<Span> {
  const { type } = columnOf(rows.relation, on, "on");
  if (type.kind !== "date" && type.kind !== "timestamp") throw new Refusal("a day or a moment", nameOf(type), ["on"]);
  if ("calendar" in within) return { at: calendarOf(within.calendar, on, rows), length: null };
  const [unit, text] = Object.entries(within)[0] as ["days" | "hours", string];
  const length = await context.read(text, owners.columns, ["within", unit], "number");
  const printed = sql`cast(${owners.print(length)} as bigint)`;
  if (unit === "days") return { at: dayNumber(rows.column(on)), length: printed };
  if (type.kind !== "timestamp") throw new Refusal("a moment to count hours from", on, ["on"]);
  return {
    at: sql`date_diff('second', timestamp '1970-01-01', ${rows.column(on)})`,
    length: sql`(${printed} * 3600)`,
  };
}

function calendarOf(calendar: (typeof calendars)[number], on: string, rows: Side): Sql {
  const named = { encounter: "visit_id", benefit_year: "benefit_year" }[calendar as string];
  if (named !== undefined) return rows.column(columnOf(rows.relation, named, "within", "calendar").name);
  return sql`cast(date_trunc(${calendar}, ${rows.column(on)}) as date)`;
}
