import { cellsOf, claimColumns } from "../facts/cubes/additive.ts";
import { knownRegions } from "../facts/regions-lookup.ts";
import { claimRelation } from "../facts/relations/claim.ts";
import type { Reader } from "../store/reader.ts";
import { scoped } from "../store/scope.ts";
import { ident, join, raw, sql } from "../store/sql.ts";
import { countedColumns } from "./counted.ts";
import { isCounted } from "./measure.ts";
import { neededColumns, type PastState, type PlanContext } from "./plan.ts";
import type { FigureRequest } from "./request.ts";
import { watermarkColumns } from "./watermark.ts";

/** A state of the past is made once, as temporary tables of this reader that only this request knows, from the stored records. */
export async function makePast(
  reader: Reader,
  request: FigureRequest,
  context: PlanContext,
  asOf: number,
): Promise<PastState> {
  const reach = [raw("max(generated_scale) as generated_scale"), raw("max(settled_at) as last_settled_at")];
  const groups = [...new Set([...neededColumns(request, context), ...watermarkColumns])];
  const visible = sql`(select * from ${scoped(context.principal, "claim")} as visible)`;
  const claims = sql`with claim as not materialized (from ${claimRelation({ asOf })})`;
  const cellsTable = raw("temp.past_cell");
  if (!request.measures.some(isCounted)) {
    await reader.result(sql`create or replace temp table past_cell as ${claims} ${cellsOf(visible, groups, reach)}`);
    return { asOf, cells: cellsTable, claims: null };
  }
  const kept = [...new Set([...groups, ...claimColumns, ...countedColumns, "generated_scale", "settled_at"])].map(
    ident,
  );
  const claimTable = raw("temp.past_claim");
  await reader.result(sql`create or replace temp table past_claim as ${claims} select ${join(kept)} from ${visible}`);
  await reader.result(sql`create or replace temp table past_cell as ${cellsOf(claimTable, groups, reach)}`);
  return { asOf, cells: cellsTable, claims: claimTable };
}

export async function dropPast(reader: Reader): Promise<void> {
  await reader.result(raw("drop table if exists temp.past_cell"));
  await reader.result(raw("drop table if exists temp.past_claim"));
}

/** A province without claims now may have had some then: which codes are provinces, the regions say. */
export async function provincesAmong(reader: Reader, { filters }: FigureRequest): Promise<(code: string) => boolean> {
  const codes = filters.flatMap(({ dimension, values }) => ((dimension.filter ?? []).length > 1 ? values : []));
  if (codes.length === 0) return () => false;
  const known = sql`select id from ${knownRegions()} where level = 'province' and id in (${join(codes)})`;
  const provinces = new Set((await reader.rows<{ id: string }>(known)).map(({ id }) => id));
  return (code) => code === "unknown" || provinces.has(code);
}
