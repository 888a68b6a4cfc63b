import { fail } from "../errors.ts";
import type { Principal } from "./principal.ts";
import { ident, join, raw, type Sql, sql } from "./sql.ts";

/** Columns of a relation that carry its regions. Without those of cities it is closed to whoever may see single cities only. */
export interface RegionColumns {
  insured?: string;
  care?: string;
  insuredCity?: string;
  careCity?: string;
}

const provinces = { insured: "insured_province", care: "care_province" };
const insuredCity = { insuredCity: "insured_city" };
const careCity = { careCity: "care_city" };
const places = { ...provinces, ...insuredCity, ...careCity };

/**
 * Region columns of every relation that holds regional records. A relation absent here cannot be read through `scoped`, so
 * a new one is denied until somebody says which columns carry its regions.
 */
const regionColumns: Record<string, RegionColumns> = {
  claim: places,
  claim_extent: provinces,
  claim_cube: provinces,
  claim_cube_pair: provinces,
  claim_cube_discharge: provinces,
  claim_cube_drug: provinces,
  claim_cube_filing: provinces,
  claim_cube_credential: provinces,
  claim_cube_insured_city: { insured: "insured_province", ...insuredCity },
  claim_cube_care_city: { care: "care_province", ...careCity },
  claim_cube_insured_disease: { insured: "insured_province" },
  claim_cube_care_disease: { care: "care_province" },
  claim_cube_insured_city_care: { ...provinces, ...insuredCity },
  claim_cube_care_city_insured: { ...provinces, ...careCity },
  claim_cube_city_pair: places,
  claim_cube_city_pair_year: places,
  claim_cube_city_pair_kind_year: places,
  resettlement: places,
  finding_place: places,
  rule_backtest_place: places,
  month_closing: provinces,
};

/** The part of `relation` that `principal` may see, as a sub-query usable in FROM. Denies by default. */
export function scoped(principal: Principal, relation: string): Sql {
  const columns = regionColumns[relation];
  if (!columns) throw new TypeError(`relation "${relation}" declares no region columns; add them to regionColumns`);
  return scopedRows(principal, ident(relation), columns);
}

/** The same of a query that names its own region columns; a record without a region is seen by the nation only. */
export function scopedRows(principal: Principal, rows: Sql, columns: RegionColumns): Sql {
  return principal.scope.all ? rows : sql`(select * from ${rows} where ${inScope(principal, columns)})`;
}

/** Whether a principal may see what is of these areas: codes of provinces or pooling areas, by the side they stand for. */
export function seesArea({ scope }: Principal, areas: { insured?: string | null; care?: string | null }): boolean {
  if (scope.all) return true;
  const among = (code: string | null | undefined) =>
    typeof code === "string" &&
    (scope.provinces.includes(`${code.slice(0, -4)}0000`) || (scope.cities ?? []).includes(code));
  return (scope.side !== "care" && among(areas.insured)) || (scope.side !== "insured" && among(areas.care));
}

/** @throws access.nation_only for what cannot be told apart by regions, and so is the nation's alone */
export function requireNation({ scope }: Principal): void {
  if (!scope.all) throw fail("access.nation_only");
}

/** Whether a principal sees single cities, of which relations by province say nothing. */
export function hasCities({ scope }: Principal): boolean {
  return !scope.all && (scope.cities ?? []).length > 0;
}

/** The columns of places that a principal's scope compares: what lacks one of them would silently lack records of his. */
export function regionColumnsOf({ scope }: Principal): string[] {
  if (scope.all) return [];
  const sides = scope.side === "either" ? ["insured", "care"] : [scope.side];
  return sides.flatMap((side) => [
    ...(scope.provinces.length > 0 ? [`${side}_province`] : []),
    ...((scope.cities ?? []).length > 0 ? [`${side}_city`] : []),
  ]);
}

/** Whether a row lies in the principal's scope, by its own region columns; never null. */
export function inScope({ scope }: Principal, columns: RegionColumns): Sql {
  if (scope.all) return raw("true");
  const among = (column: string | undefined, codes: readonly string[] = []) =>
    column === undefined || codes.length === 0
      ? []
      : [sql`coalesce(${ident(column)} in (${join(codes.map((code) => sql`${code}`))}), false)`];
  const sides = [
    ...(scope.side === "care"
      ? []
      : [...among(columns.insured, scope.provinces), ...among(columns.insuredCity, scope.cities)]),
    ...(scope.side === "insured"
      ? []
      : [...among(columns.care, scope.provinces), ...among(columns.careCity, scope.cities)]),
  ];
  return sides.length > 0 ? sql`(${join(sides, " or ")})` : raw("false");
}
