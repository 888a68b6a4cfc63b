import type { Principal } from "../store/principal.ts";
import type { Reader } from "../store/reader.ts";
import { scoped } from "../store/scope.ts";
import { sql } from "../store/sql.ts";
import { scopeHash } from "./figure-id.ts";
import { type ChangedMonth, changedMonths } from "./restated.ts";
import { type Watermark, watermark } from "./watermark.ts";

/** What all answers of one built state share, within one scope. */
export interface Ground {
  watermark: Watermark;
  /** Provinces of either side with a claim. */
  provinces: ReadonlySet<string>;
  changed: readonly ChangedMonth[];
}

/** States are few and small; those that nobody asks about any more go first. */
const KEPT = 32;
const known = new Map<string, Ground>();

/**
 * The ground of the present state. Kept by the state's own name — the moment and batch its cubes were built at, and the last closing — so
 * that it costs one short statement, and a load that commits meanwhile is seen at once.
 */
export async function groundOf(reader: Reader, principal: Principal): Promise<Ground> {
  const { state } = await reader.one<{ state: string }>(sql`
    select concat_ws('|', max(last_batch), max(built_at), max(definition_hash), (select max(closed_at) from month_closing)) as state
    from fact_state where fact = 'cubes'`);
  const key = `${scopeHash(principal)}|${state}`;
  const found = known.get(key) ?? (await lookUp(reader, principal));
  known.delete(key);
  known.set(key, found);
  for (const oldest of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(oldest);
  }
  return found;
}

async function lookUp(reader: Reader, principal: Principal): Promise<Ground> {
  const provinces = await reader.rows<{ id: string }>(sql`
    select insured_province as id from ${scoped(principal, "claim_extent")} as insured
    union select care_province from ${scoped(principal, "claim_extent")} as care`);
  return {
    watermark: await watermark(reader, principal),
    provinces: new Set(provinces.map(({ id }) => id)),
    changed: await changedMonths(reader),
  };
}
