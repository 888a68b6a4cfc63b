import type { Principal } from "../store/principal.ts";
import type { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import { extentOf } from "./extent.ts";
import { scopeHash } from "./figure-id.ts";
import { Recent } from "./recent.ts";
import { type ChangedMonth, changedMonths } from "./restated.ts";
import { type Watermark, watermark } from "./watermark.ts";

/** What all answers of one built state share, within one scope. */
export interface Ground {
  watermark: Watermark;
  /** Provinces of either side with a claim. */
  provinces: ReadonlySet<string>;
  changed: readonly ChangedMonth[];
}

/** States are few and small. */
const known = new Recent<Ground>(32);

/**
 * The name of the present state within a scope: the moments and batches facts were built at, and the closings. It costs one short statement,
 * and a load that commits meanwhile is seen at once.
 */
export async function stateOf(reader: Reader, principal: Principal): Promise<string> {
  const state = await reader.often(`
    select concat_ws('|', string_agg(concat_ws(' ', fact, last_batch, built_at, definition_hash), ';' order by fact),
      (select concat_ws('|', max(closed_at), count(*), sum(batch)) from month_closing))
    from fact_state`);
  return `${scopeHash(principal)}|${state}`;
}

/** The ground of a state, which must be the one that `reader` sees. */
export async function groundOf(reader: Reader, principal: Principal, state: string): Promise<Ground> {
  const found = known.get(state) ?? (await lookUp(reader, principal));
  known.set(state, found);
  return found;
}

async function lookUp(reader: Reader, principal: Principal): Promise<Ground> {
  const provinces = await reader.rows<{ id: string }>(sql`
    select insured_province as id from ${extentOf(principal)} as insured
    union select care_province from ${extentOf(principal)} as care`);
  return {
    watermark: await watermark(reader, principal),
    provinces: new Set(provinces.map(({ id }) => id)),
    changed: await changedMonths(reader),
  };
}
