import { knownRegions } from "../facts/regions-lookup.ts";
import type { Principal } from "../store/principal.ts";
import { hasCities, scoped } from "../store/scope.ts";
import { raw, type Sql, sql } from "../store/sql.ts";

const tiled = sql`care_province in (select id from ${knownRegions()} where tile_column is not null) as tiled`;

/**
 * How far the claims reach that a principal may see, in a few rows. They are kept by province; for who sees single cities they are counted
 * from the claims.
 */
export function extentOf(principal: Principal): Sql {
  if (!hasCities(principal)) return sql`(select * from ${scoped(principal, "claim_extent")} as visible)`;
  const place = raw("care_scope, insured_province, care_province");
  return sql`(select *, ${tiled} from (
    select ${place}, count(*) filter (visit) as visits, min(month) as first_month, max(month) as last_month,
      max(generated_scale) as generated_scale, max(settled_at) as last_settled_at
    from ${scoped(principal, "claim")} as visible group by all))`;
}

/** The same of cells of the past, which hold only what the principal may see. */
export function extentOfCells(cells: Sql): Sql {
  return sql`(select *, month as first_month, month as last_month, ${tiled} from ${cells})`;
}
