import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { ident, join, raw, type Sql, sql } from "../store/sql.ts";

/**
 * Columns that add up over any set of claims. A supplementary claim repeats the cost of the visit it amends, so it brings fund
 * money and a settlement, but no visit, cost or day.
 */
const counts = {
  visits: "count(*) filter (where visit)",
  stays: "count(*) filter (where visit and care_group = 'inpatient')",
  dated_stays: "count(days)",
  days: "coalesce(sum(days), 0)",
  settlements: "count(*)",
} as const;
const own = "filter (where route <> 'supplementary')";
const money = {
  total_cost: `sum(total_cost) ${own}`,
  in_scope: `sum(in_scope) ${own}`,
  in_scope_cost: "sum(total_cost) filter (where route <> 'supplementary' and in_scope is not null)",
  deductible_paid: `sum(deductible_paid) ${own}`,
  basic_fund: "sum(basic_fund)",
  serious_illness_fund: "sum(serious_illness_fund)",
  large_amount_fund: "sum(large_amount_fund)",
  civil_servant_fund: "sum(civil_servant_fund)",
  medical_aid_fund: "sum(medical_aid_fund)",
  fund_total: "sum(fund_total)",
  personal_share: `sum(personal_share) ${own}`,
  account_paid: `sum(account_paid) ${own}`,
  cash_paid: `sum(cash_paid) ${own}`,
} as const;
export const additive = { ...counts, ...money };

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
  return grouped(from, columns, (name) => additive[name], ["max(generated_scale)", "max(settled_at)"]);
}

/** A cube of fewer columns from a finer one. */
function rollUp(cube: Sql, columns: readonly string[]): Sql {
  return grouped(cube, columns, (name) => `sum(${name})`, ["max(generated_scale)", "max(last_settled_at)"]);
}

function grouped(
  from: Sql,
  columns: readonly string[],
  sumOf: (name: AdditiveColumn) => string,
  [scale, last]: [string, string],
): Sql {
  const sums = (Object.keys(additive) as AdditiveColumn[]).map((name) =>
    raw(`(${sumOf(name)})::${name in counts ? "bigint" : "decimal(38, 2)"} as ${name}`),
  );
  const extremes = [raw(`${scale} as generated_scale`), raw(`${last} as last_settled_at`)];
  return sql`select ${join([...columns.map(ident), ...sums, ...extremes])}
    from ${from} group by ${columns.length > 0 ? join(columns.map(ident)) : raw("()")}`;
}

/** Builds every cube anew from `claim`. */
export async function rebuildCubes(connection: DuckDBConnection): Promise<void> {
  await groupClaims(connection, raw("claim"));
  for (const { name, columns } of cubes) {
    await execute(
      connection,
      sql`create or replace table ${ident(name)} as ${rollUp(raw("claim_cell"), columns)} order by ${join(columns.map(ident))}`,
    );
  }
  await execute(connection, "drop table temp.claim_cell");
}

/** Builds the months listed in the relation `months` (one column, `month`) anew. */
export async function refreshCubes(connection: DuckDBConnection, months: Sql): Promise<void> {
  await groupClaims(connection, sql`(select * from claim where month in (from ${months}))`);
  for (const { name, columns } of cubes) {
    await execute(connection, sql`delete from ${ident(name)} where month in (from ${months})`);
    await execute(connection, sql`insert into ${ident(name)} ${rollUp(raw("claim_cell"), columns)}`);
  }
  await execute(connection, "drop table temp.claim_cell");
}

/** Claims are read once: the cubes come from cells that have the columns of all of them. */
async function groupClaims(connection: DuckDBConnection, claims: Sql): Promise<void> {
  const all = [...new Set(cubes.flatMap(({ columns }) => columns))];
  await execute(connection, sql`create or replace temp table claim_cell as ${cubeOf(claims, all)}`);
}
