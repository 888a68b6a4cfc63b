import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Measure } from "./measure.ts";
import type { PeriodFile } from "./period.ts";
import { listed, type Unit } from "./unit.ts";

/** What is compared, and with whom, as the ways of comparing need it. All printed over rows named `row`. */
export interface Comparison {
  unit: Unit;
  measure: Measure;
  period: { file: PeriodFile; firstDay: Sql };
  /** How much a row weighs towards a unit's volume. */
  volume: Sql;
  /** Columns of a unit: only units that agree in them are peers. */
  among: readonly string[];
  /** Columns of a row: what is usual is asked of rows that agree in them, in whichever stratum. */
  mix: readonly string[];
  /** Which rows are judged by the others; null where all are. */
  judged: Sql | null;
  /** FROM … WHERE of the rows at hand. */
  from: Sql;
  where: Sql;
  /** Below these nothing is said, over a unit of the named table. */
  least(what: "volume" | "peers" | "history", table: string): Sql;
  /** Periods before that are held against one. */
  window: Sql | null;
  bearings: Sql;
}

/**
 * A way of comparing: WITH … of `row`, one row for a unit and period: its keys, strata and bearings, `first_day`, the columns of `shows`, and `reason`, null where it can be judged, else
 * what there is too little of.
 */
export interface Way {
  shows: readonly Shown[];
  reasons: readonly Reason[];
  steps(comparison: Comparison): Sql;
}

export type Shown =
  | "value"
  | "adjusted"
  | "volume"
  | "peers"
  | "median"
  | "spread"
  | "z"
  | "rank"
  | "expected"
  | "times"
  | "beyond_chance"
  | "compared_volume"
  | "above"
  | "history";
/** `volume`: too few records; `peers`: too few to compare with; `expected`: nothing is usual to compare with; `history`: too few periods before. */
export type Reason = "volume" | "peers" | "expected" | "history";

/** Everything that tells a unit in a period. */
export function keysOf({ unit, among }: Comparison): string[] {
  return [...new Set(["first_day", ...unit.keys.map(({ name }) => name), ...among])];
}

/** Sums of rows by unit, period, strata and side: what every way starts from. `narrowed` keeps the rows that anybody is compared with. */
export function partsOf(comparison: Comparison, narrowed: Sql = raw("")): Sql {
  const { unit, measure, period, volume, judged, from, where, bearings } = comparison;
  return sql`select ${period.firstDay} as first_day, ${rowColumns(comparison)}, ${judged ?? raw("true")} as judged,
      ${unit.over("sum", measure.top)} as n, ${unit.over("sum", measure.bottom)} as d, ${unit.over("sum", volume)} as volume${bearings}
    from ${from} where ${where} and ${measure.known}${narrowed}${unit.grouped}`;
}

/** What tells a row's unit, stratum and case, of the rows themselves. */
export const rowColumns = (comparison: Comparison): Sql => {
  const { unit, among, mix, judged } = comparison;
  const names = new Set([...keysOf(comparison).slice(1), ...mix]);
  const compared = new Set([...among, ...mix]);
  return join([...names].map((name) => (compared.has(name) ? sql`"row".${ident(name)}` : unit.key(name, judged))));
};

/** Columns of a unit as a list for SELECT, USING and PARTITION BY. */
export const keyList = (comparison: Comparison): Sql => listed(keysOf(comparison));

/** The units that are peers. */
export const strata = ({ among }: Comparison): Sql => listed(["first_day", ...among]);

/** The same cases of whichever unit; of one unit, where its keys come first. */
export const cases = ({ mix }: Comparison, of: readonly string[] = ["first_day"]): Sql =>
  listed([...new Set([...of, ...mix])]);
