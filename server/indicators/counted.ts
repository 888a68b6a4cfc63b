import { raw, type Sql, sql } from "../store/sql.ts";
import type { CountedMeasure } from "./measure.ts";
import { conditionsOfPart } from "./summed.ts";

/** Columns of claims that counted measures read beside those of the request. */
export const countedColumns = ["visit", "interim", "visit_id", "person_id", "person_state", "total_cost"] as const;

/** A counted measure as an expression over claims with `visit_cost`; see `withVisitCost`. */
export function countedFigure(measure: CountedMeasure): Sql {
  // Whoever came without certificate and number cannot be told from others, and is not counted.
  if (measure.kind === "distinct")
    return raw(`count(distinct ${measure.distinct}) filter (where visit and person_state <> 'unknown')`);
  const conditions = ["visit", ...conditionsOfPart(measure.of)].join(" and ");
  return raw(`(quantile_disc(${measure.quantile}, ${measure.at}) filter (where ${conditions}))::decimal(38, 2)`);
}

/**
 * Claims with `visit_cost`, the whole cost of a visit, on the claim that counts it. Interim settlements may stand in another month or
 * cell, so they are looked up among `all` that the principal may see.
 */
export function withVisitCost(claims: Sql, all: Sql, counted: readonly CountedMeasure[]): Sql {
  if (!counted.some(({ kind }) => kind === "quantile")) return claims;
  return sql`(select visiting.*, total_cost + coalesce(earlier_cost, 0) as visit_cost from ${claims} as visiting
    left join (select visit_id, sum(total_cost) as earlier_cost from ${all} as every where interim group by visit_id) as earlier
      using (visit_id))`;
}
