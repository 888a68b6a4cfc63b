import { join, literal, raw, type Sql, sql } from "../store/sql.ts";
import type { Reporter } from "./batch.ts";

/** What a record says of its places, as SQL; null where its source brings no such column. */
export interface SideColumns {
  side_flag: Sql | null;
  pooling_area: Sql | null;
  agency_no: Sql | null;
  insured_area: Sql | null;
  care_area: Sql | null;
}

/** 直辖市 and 兵团: one pool each, whatever the other digits say. */
const ONE_POOL = raw("['11', '12', '31', '50', '66']");

/**
 * The side that reports a record: its own flag (0 local, 1 insured, 2 care), else the batch's declared reporter, else the place
 * of the pool or the agency (whose number begins with its area) that stored it.
 */
export function sideOf(columns: SideColumns, reporter: Reporter): Sql {
  const { side_flag, insured_area, care_area } = columns;
  const choices: Sql[] = [];
  if (side_flag) {
    choices.push(sql`case ${side_flag} when '0' then 'insured' when '1' then 'insured' when '2' then 'care' end`);
  }
  if (reporter !== "unknown") choices.push(literal(reporter));
  for (const keeper of [columns.pooling_area, columns.agency_no]) {
    if (keeper) choices.push(sideOfKeeper(keeper, insured_area, care_area));
  }
  return sql`coalesce(${join([...choices, literal("unknown")])})`;
}

/**
 * The side whose pool the keeper's code lies in; of a local record the insured one. Where neither is, a keeper of the province
 * (省本级, xx9900) stands for the one side that is in its province; two such sides, or none, tell nothing.
 */
function sideOfKeeper(keeper: Sql, insured: Sql | null, care: Sql | null): Sql {
  const inPool = (area: Sql | null) => (area ? sql`coalesce(${samePool(keeper, area)}, false)` : raw("false"));
  const inProvince = (area: Sql | null) => (area ? sql`coalesce(${provincial(keeper, area)}, false)` : raw("false"));
  return sql`case when ${inPool(insured)} then 'insured'
                  when ${inPool(care)} then 'care'
                  when ${inProvince(insured)} and not ${inProvince(care)} then 'insured'
                  when ${inProvince(care)} and not ${inProvince(insured)} then 'care' end`;
}

/** A code of a province (xx0000) keeps a pool of the whole province. */
function samePool(keeper: Sql, area: Sql): Sql {
  return sql`case when list_contains(${ONE_POOL}, left(${keeper}, 2)) or substr(${keeper}, 3, 4) = '0000' then left(${keeper}, 2) = left(${area}, 2)
                  else left(${keeper}, 4) = left(${area}, 4) end`;
}

function provincial(keeper: Sql, area: Sql): Sql {
  return sql`left(${keeper}, 2) = left(${area}, 2)
    and (substr(${keeper}, 3, 2) = '99' or substr(${area}, 3, 4) in ('9900', '0000'))`;
}
