import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { ident, join, raw, type Sql, sql } from "../store/sql.ts";

/**
 * Columns that add up over any set of claims, as aggregates over `claim`. A supplementary claim repeats the cost of the visit
 * it amends, so it brings fund money and a settlement, but no visit, cost or day.
 */
const visit = "filter (where route <> 'supplementary')";
export const additive = {
  visits: `count(*) ${visit}`,
  stays: "count(*) filter (where care_group = 'inpatient' and route <> 'supplementary')",
  dated_stays: `count(days) ${visit}`,
  days: `coalesce(sum(days) ${visit}, 0)::bigint`,
  settlements: "sum(settlements)::bigint",
  total_cost: `sum(total_cost) ${visit}`,
  in_scope: `sum(in_scope) ${visit}`,
  in_scope_cost: `sum(total_cost) filter (where in_scope is not null and route <> 'supplementary')`,
  deductible_paid: `sum(deductible_paid) ${visit}`,
  basic_fund: "sum(basic_fund)",
  serious_illness_fund: "sum(serious_illness_fund)",
  large_amount_fund: "sum(large_amount_fund)",
  civil_servant_fund: "sum(civil_servant_fund)",
  medical_aid_fund: "sum(medical_aid_fund)",
  fund_total: "sum(fund_total)",
  personal_share: `sum(personal_share) ${visit}`,
  account_paid: `sum(account_paid) ${visit}`,
  cash_paid: `sum(cash_paid) ${visit}`,
} as const;

export type AdditiveColumn = keyof typeof additive;

const small = ["month", "care_scope", "route", "care_group"] as const;
const kinds = [...small, "scheme", "tier"] as const;

export interface Cube {
  name: string;
  columns: readonly string[];
}

/** Small tables kept from `claim`, the smallest first: a figure is answered by the first that has its columns. */
export const cubes: readonly Cube[] = [
  { name: "claim_cube_pair", columns: [...small, "insured_province", "care_province"] },
  { name: "claim_cube", columns: [...kinds, "insured_province", "care_province"] },
  { name: "claim_cube_insured_city", columns: [...kinds, "insured_province", "insured_city"] },
  { name: "claim_cube_care_city", columns: [...kinds, "care_province", "care_city"] },
  {
    name: "claim_cube_city_pair",
    columns: [...small, "insured_province", "insured_city", "care_province", "care_city"],
  },
];

/** Claims of `from` grouped by `columns`: the additive columns, the largest generated scale and the last settlement. */
export function cubeOf(from: Sql, columns: readonly string[]): Sql {
  const sums = Object.entries(additive).map(([name, aggregate]) => raw(`${aggregate} as ${name}`));
  return sql`select ${join([...columns.map(ident), ...sums])},
    max(generated_scale) as generated_scale, max(settled_at) as last_settled_at
    from ${from} group by ${columns.length > 0 ? join(columns.map(ident)) : raw("()")}`;
}

/** Builds every cube anew from `claim`. */
export async function rebuildCubes(connection: DuckDBConnection): Promise<void> {
  for (const { name, columns } of cubes) {
    await execute(
      connection,
      sql`create or replace table ${ident(name)} as ${cubeOf(raw("claim"), columns)} order by ${join(columns.map(ident))}`,
    );
  }
}

/** Builds the months listed in the relation `months` (one column, `month`) anew. */
export async function refreshCubes(connection: DuckDBConnection, months: Sql): Promise<void> {
  const touched = sql`(select * from claim where month in (from ${months}))`;
  for (const { name, columns } of cubes) {
    await execute(connection, sql`delete from ${ident(name)} where month in (from ${months})`);
    await execute(connection, sql`insert into ${ident(name)} ${cubeOf(touched, columns)}`);
  }
}
