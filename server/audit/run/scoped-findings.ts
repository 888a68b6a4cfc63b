import type { Principal } from "../../store/principal.ts";
import { scoped } from "../../store/scope.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";

/** Findings that a principal may see: those that speak about one of its provinces. One without any place is seen by the nation only. */
export function scopedFindings(principal: Principal): Sql {
  if (principal.scope.all) return raw("finding");
  return sql`(select finding.* from finding semi join ${scoped(principal, "finding_place")} as place on place.finding = finding.finding)`;
}
