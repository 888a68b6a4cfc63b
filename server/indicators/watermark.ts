import type { Principal } from "../store/principal.ts";
import type { Reader } from "../store/reader.ts";
import { raw, type Sql, sql } from "../store/sql.ts";
import { extentOf, extentOfCells } from "./extent.ts";
import type { PastState } from "./plan.ts";
import { ruleSet } from "./rule-set.ts";

/** What a figure rests on: how far the data reach, whether they are real, by which rules. */
export interface Watermark {
  lastSettledAt: string | null;
  /** Last batch included, 0 before the first. */
  lastBatch: number;
  batches: number;
  /** One generated row stands for so many; null: every row is real. */
  generatedScale: number | null;
  generated: boolean;
  /** First and last month with a claim, `YYYY-MM`. */
  months: { first: string; last: string } | null;
  ruleSet: string;
  /** Visits by care_scope. */
  scopes: Record<string, number>;
  /** Whether the provinces of the data stand on the tile map. True without data: the map of the country is shown empty. */
  hasTiles: boolean;
}

interface ScopeRow {
  last_batch: number;
  batches: number;
  /** Null in the one row of a store without claims. */
  care_scope: string | null;
  visits: number;
  last_settled_at: string | null;
  generated_scale: number | null;
  first_month: string | null;
  last_month: string | null;
  tiles: boolean | null;
}

/** The columns by which a past state must be grouped for a watermark. */
export const watermarkColumns = ["month", "care_province"];

/** The watermark of what `principal` may see, now or in a past state (which holds only what he may see). */
export async function watermark(reader: Reader, principal: Principal, past?: PastState): Promise<Watermark> {
  const extent = past ? extentOfCells(past.cells) : extentOf(principal);
  const all = await reader.rows<ScopeRow>(scopeRows(extent, past?.asOf));
  const rows = all.filter(({ care_scope }) => care_scope !== null);
  const scales = rows.flatMap(({ generated_scale }) => generated_scale ?? []);
  const first = least(rows.map(({ first_month }) => first_month));
  const last = greatest(rows.map(({ last_month }) => last_month));
  return {
    lastSettledAt: greatest(rows.map(({ last_settled_at }) => last_settled_at)),
    lastBatch: all[0]?.last_batch ?? 0,
    batches: all[0]?.batches ?? 0,
    generatedScale: scales.length > 0 ? Math.max(...scales) : null,
    generated: scales.length > 0,
    months: first !== null && last !== null ? { first, last } : null,
    ruleSet: await ruleSet(reader),
    scopes: Object.fromEntries(rows.map(({ care_scope, visits }) => [String(care_scope), visits])),
    hasTiles: rows.length === 0 || rows.some(({ tiles }) => tiles === true),
  };
}

/** The figures of now are those of the cubes: a fact built later may be further or behind. */
const builtTo = raw("(select coalesce(max(last_batch), 0) from fact_state where fact = 'cubes')");

/** The last batch that the figures of now include. */
export async function lastBatchBuilt(reader: Reader): Promise<number> {
  return (await reader.one<{ batch: number }>(sql`select ${builtTo} as batch`)).batch;
}

/** One statement for all of it: many small ones wait longer for each other than they work. */
function scopeRows(extent: Sql, asOf?: number): Sql {
  const last = asOf === undefined ? builtTo : sql`${BigInt(asOf)}`;
  return sql`select ground.*, scope.* from
      (select any_value(last) as last_batch, count(batch) as batches from (select ${last} as last) left join batch on batch <= last) as ground
    left join (
      select care_scope, sum(visits)::bigint as visits, max(last_settled_at) as last_settled_at,
        max(generated_scale) as generated_scale,
        strftime(min(first_month), '%Y-%m') as first_month, strftime(max(last_month), '%Y-%m') as last_month,
        bool_or(tiled) as tiles
      from ${extent} as extent group by care_scope
    ) as scope on true
    order by care_scope`;
}

const least = (values: (string | null)[]) =>
  values.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
const greatest = (values: (string | null)[]) =>
  values.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
