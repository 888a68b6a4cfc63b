import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Measure } from "./measure.ts";
import type { PeriodFile } from "./period.ts";
import { also, listed, type Unit } from "./unit.ts";

/** What is compared, and with whom, as the ways of comparing need it. All printed over rows named `row`. */
export interface Comparison {
  unit: Unit;
  measure: Measure;
  period: { file: PeriodFile; firstDay: Sql };
  /** How much a row weighs towards a unit's volume. */
  volume: Sql;
  /** Columns of a unit: only units that agree in them are peers. */
  among: readonly string[];
  /** Columns of a row: what is usual is asked of rows that agree in them. */
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
export const rowColumns = (comparison: Comparison): Sql =>
  join(
    [...keysOf(comparison).slice(1), ...comparison.mix].map((name) =>
      comparison.among.includes(name) || comparison.mix.includes(name)
        ? sql`"row".${ident(name)}`
        : comparison.unit.key(name, comparison.judged),
    ),
  );

/** Columns of a unit as a list for SELECT, USING and PARTITION BY. */
export const keyList = (comparison: Comparison): Sql => listed(keysOf(comparison));

export const strata = ({ among }: Comparison): Sql => listed(["first_day", ...among]);

export const withMix = ({ mix }: Comparison): Sql => also(listed(mix));
