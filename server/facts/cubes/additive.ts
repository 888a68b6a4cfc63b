import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";

/**
 * Columns that add up over any set of claims, as aggregates over claims of one route and care group: both are columns of every cell, so
 * they are looked at once a cell, not once a claim. A supplementary claim repeats the cost of the visit it amends, so it
 * brings fund money and a settlement, but no visit, cost or day.
 */
const counts = {
  visits: "count(*) filter (where visit)",
  stays: "case when care_group = 'inpatient' then count(*) filter (where visit) else 0 end",
  dated_stays: "count(days)",
  days: "coalesce(sum(days), 0)",
  settlements: "count(*)",
} as const;
const own = (sum: string) => `case when route <> 'supplementary' then ${sum} end`;
const money = {
  total_cost: own("sum(total_cost)"),
  in_scope: own("sum(in_scope)"),
  in_scope_cost: own("sum(total_cost) filter (where in_scope is not null)"),
  deductible_paid: own("sum(deductible_paid)"),
  basic_fund: "sum(basic_fund)",
  serious_illness_fund: "sum(serious_illness_fund)",
  large_amount_fund: "sum(large_amount_fund)",
  civil_servant_fund: "sum(civil_servant_fund)",
  medical_aid_fund: "sum(medical_aid_fund)",
  fund_total: "sum(fund_total)",
  personal_share: own("sum(personal_share)"),
  account_paid: own("sum(account_paid)"),
  cash_paid: own("sum(cash_paid)"),
} as const;
/** Aggregates over claims, by the name of the column they give. */
export const additive = { ...counts, ...money };

export type AdditiveColumn = keyof typeof additive;

/** Whether a column counts, so that none of it is 0. */
export const isCount = (column: AdditiveColumn): boolean => column in counts;

export const additiveColumns = Object.keys(additive) as AdditiveColumn[];

/** Columns that every cell has. */
export const cellColumns = ["care_scope", "route", "care_group"] as const;

/** Columns of claims that cells are made from, beside those they are grouped by. */
export const claimColumns: readonly string[] = [
  ...cellColumns,
  ...["visit", "days"],
  ...Object.keys(money).filter((name) => name !== "in_scope_cost"),
];

/**
 * Claims of `from` grouped by `columns` and `cellColumns`: a row per cell with every additive column. An amount that no claim supplies is 0,
 * so that cells follow from what came and went. Money of a cell is DECIMAL(18,2), of which DuckDB adds up 64-bit integers.
 */
export function cellsOf(from: Sql, columns: readonly string[], more: readonly Sql[] = []): Sql {
  return grouped(from, [...new Set([...cellColumns, ...columns])], (name) => additive[name], more);
}

/** The same of fewer columns, from finer cells. */
export function rolledUp(cells: Sql, columns: readonly string[]): Sql {
  return grouped(cells, columns, (name) => `sum(${name})`);
}

function grouped(
  from: Sql,
  columns: readonly string[],
  aggregate: (name: AdditiveColumn) => string,
  more: readonly Sql[] = [],
): Sql {
  const sums = additiveColumns.map((name) =>
    raw(`coalesce(${aggregate(name)}, 0)::${isCount(name) ? "bigint" : "decimal(18, 2)"} as ${name}`),
  );
  const names = columns.map(ident);
  return sql`select ${join([...names, ...sums, ...more])} from ${from} group by ${join(names)}`;
}
