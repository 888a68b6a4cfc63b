import type { Sql } from "../../store/sql.ts";
import type { Arithmetic } from "./expression.ts";
import type { ScalarKind } from "./value-type.ts";

/**
 * How one engine writes what rules are compiled to. A second engine is a second object of this kind; nothing else knows an engine's
 * words. Every method takes what is already printed.
 */
export interface Dialect {
  name: string;
  identifier(name: string): Sql;
  /** A bound value of a kind. Text never enters the statement. `integer`: of a number, that it is whole. */
  value(kind: ScalarKind, value: string): Sql;
  /** `wide`: the plain operation could overflow. Quotients of nothing are null. */
  arithmetic(operator: Arithmetic, left: Sql, right: Sql, wide: boolean): Sql;
  /** Days of more than five digits count as 99,999, so that no row can leave the calendar. */
  daysLater(day: Sql, days: Sql, back: boolean): Sql;
  daysBetween(later: Sql, earlier: Sql): Sql;
  distinct(left: Sql, right: Sql, negated: boolean): Sql;
  converted(part: Sql, to: "date" | "timestamp"): Sql;
  /** A function of `functions.ts`, or like, concat. @throws TypeError for a name the engine does not have */
  call(name: string, parts: Sql[]): Sql;
  /** Texts of several values with a bar between; missing ones left out. */
  keyText(parts: Sql[]): Sql;
  listOf(parts: Sql[]): Sql;
  /** A JSON text of named values, every value as text so that money stays exact. */
  record(entries: readonly (readonly [name: string, value: Sql])[]): Sql;
}
