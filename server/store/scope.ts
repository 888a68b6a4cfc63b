import type { Principal } from "./principal.ts";
import { ident, join, raw, type Sql, sql } from "./sql.ts";

/**
 * Province columns by side of every relation that holds regional records. A relation absent here cannot be read through
 * `scoped`, so a new one is denied until somebody says which columns carry its regions.
 */
const provinceColumns: Record<string, { insured?: string; care?: string }> = {
  claim: { insured: "insured_province", care: "care_province" },
  claim_extent: { insured: "insured_province", care: "care_province" },
  claim_cube: { insured: "insured_province", care: "care_province" },
  claim_cube_pair: { insured: "insured_province", care: "care_province" },
  claim_cube_discharge: { insured: "insured_province", care: "care_province" },
  claim_cube_drug: { insured: "insured_province", care: "care_province" },
  claim_cube_filing: { insured: "insured_province", care: "care_province" },
  claim_cube_credential: { insured: "insured_province", care: "care_province" },
  claim_cube_insured_city: { insured: "insured_province" },
  claim_cube_care_city: { care: "care_province" },
  claim_cube_insured_disease: { insured: "insured_province" },
  claim_cube_care_disease: { care: "care_province" },
  claim_cube_insured_city_care: { insured: "insured_province", care: "care_province" },
  claim_cube_care_city_insured: { insured: "insured_province", care: "care_province" },
  claim_cube_city_pair: { insured: "insured_province", care: "care_province" },
  claim_cube_city_pair_year: { insured: "insured_province", care: "care_province" },
  claim_cube_city_pair_kind_year: { insured: "insured_province", care: "care_province" },
  resettlement: { insured: "insured_province", care: "care_province" },
  finding_place: { insured: "insured_province", care: "care_province" },
  month_closing: { insured: "insured_province", care: "care_province" },
};

/** The part of `relation` that `principal` may see, as a sub-query usable in FROM. Denies by default. */
export function scoped(principal: Principal, relation: string): Sql {
  const columns = provinceColumns[relation];
  if (!columns) throw new TypeError(`relation "${relation}" declares no region columns; add them to provinceColumns`);
  return scopedRows(principal, ident(relation), columns);
}

/** The same of a query that names its own province columns; a record without a province is seen by the nation only. */
export function scopedRows(principal: Principal, rows: Sql, columns: { insured?: string; care?: string }): Sql {
  const { scope } = principal;
  if (scope.all) return rows;
  const list = join(scope.provinces.map((code) => sql`${code}`));
  const sides: Sql[] = [];
  if (scope.provinces.length > 0) {
    if (scope.side !== "care" && columns.insured) sides.push(sql`${ident(columns.insured)} in (${list})`);
    if (scope.side !== "insured" && columns.care) sides.push(sql`${ident(columns.care)} in (${list})`);
  }
  const condition = sides.length > 0 ? join(sides, " or ") : raw("false");
  return sql`(select * from ${rows} where ${condition})`;
}
