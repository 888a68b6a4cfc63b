import Type, { type Static } from "typebox";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { columnOf } from "../compile/keys.ts";
import type { Side } from "../compile/side.ts";
import { nameOf } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed } from "../rule/rule-schema.ts";

const calendars = ["month", "quarter", "year"] as const;

/** The calendar period a row belongs to, and the column that says so. */
export const PeriodFile = closed({ calendar: Type.Enum([...calendars]), on: ColumnName });
export type PeriodFile = Static<typeof PeriodFile>;

/** How many periods a year has: what lies that far apart is the same season. */
export const seasons = { month: 12, quarter: 4, year: 1 } as const;

/** The first day of the period a row belongs to. @throws Refusal below the key */
export function periodOf({ calendar, on }: PeriodFile, rows: Side): Sql {
  const { type } = columnOf(rows.relation, on, "on");
  if (type.kind !== "date" && type.kind !== "timestamp") throw new Refusal("a day or a moment", nameOf(type), ["on"]);
  return sql`cast(date_trunc(${calendar}, ${rows.column(on)}) as date)`;
}

/** A period as people write it: 2021-03, 2021-Q1, 2021. */
export function periodText({ calendar }: PeriodFile, firstDay: Sql): Sql {
  const text = sql`cast(${firstDay} as varchar)`;
  if (calendar === "month") return sql`left(${text}, 7)`;
  if (calendar === "year") return sql`left(${text}, 4)`;
  return sql`(left(${text}, 4) || '-Q' || cast(date_part('quarter', ${firstDay}) as varchar))`;
}

/** Numbers periods one after another. */
export function periodNumber({ calendar }: PeriodFile, firstDay: Sql): Sql {
  const part = (name: string) => sql`cast(date_part(${raw(`'${name}'`)}, ${firstDay}) as integer)`;
  if (calendar === "year") return part("year");
  return sql`(${part("year")} * ${raw(String(seasons[calendar]))} + ${part(calendar)})`;
}
