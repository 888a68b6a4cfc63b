import { knownRegions } from "../../../facts/regions-lookup.ts";
import type { Principal } from "../../../store/principal.ts";
import { raw, type Sql, sql } from "../../../store/sql.ts";
import { type ListQuery, wantedClaims } from "../difference-list.ts";
import { exportedColumns } from "./columns.ts";

/** The rows of an export: every claim of a list, in its order, with the columns of `exportedColumns`. */
export function exportedRows(principal: Principal, query: ListQuery): Sql {
  const columns = exportedColumns.map(({ name, from }) => (from ? `${from} as ${name}` : `found.${name}`)).join(", ");
  return sql`with region_name as (select id, name_zh from ${knownRegions()}),
      host as (select institution_code, any_value(institution_name) as institution_name from institution where batch_to is null group by institution_code)
    select ${raw(columns)} from (${wantedClaims(principal, query)}) as found
    left join region_name as insured on insured.id = found.insured_city
    left join region_name as care on care.id = found.care_city
    left join host on host.institution_code = found.institution_code
    order by found.place, found.claim_id`;
}
