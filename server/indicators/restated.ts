import { cellColumns } from "../facts/cubes/additive.ts";
import type { Cell, Reader } from "../store/reader.ts";
import { hasCities, scoped } from "../store/scope.ts";
import { ident, join, raw, sql } from "../store/sql.ts";
import { isSummed } from "./measure.ts";
import type { PlanContext } from "./plan.ts";
import type { FigureRequest } from "./request.ts";
import { Sums, summedFigure } from "./summed.ts";

/** A figure of a month that changed after the month was closed. */
export interface Restatement {
  month: string;
  measure: string;
  /** As it was when the month was closed. */
  old: Cell;
  new: Cell;
  /** The batches, after the closing, that touched settlements of the month. */
  batches: number[];
  closedAt: string;
  /** Filters of the question that closings are not kept by: old and new are without them. */
  without: string[];
}

/** A closed month whose cells are not those of the closing any more. */
export interface ChangedMonth {
  month: string;
  /** Last batch of the closing. */
  batch: number;
  closed_at: string;
}

/**
 * What of an answer was restated: of the months that changed after their closing every closed month in its period whose figures are others now, whatever the rows of the answer are. By month
 * of settlement only, since months are closed by it; counted measures are not kept at a closing. Closings are kept by province: who sees single cities is
 * not told.
 */
export async function restated(
  reader: Reader,
  request: FigureRequest,
  { principal, isProvince }: PlanContext,
  months: readonly ChangedMonth[],
): Promise<Restatement[]> {
  const measures = request.measures.filter(isSummed);
  if (request.period !== "settlement" || measures.length === 0 || hasCities(principal)) return [];
  const { from, to } = request;
  const changed = months.filter(({ month }) => (from ?? month) <= month && month <= (to ?? month));
  if (changed.length === 0) return [];
  const { conditions, without } = keptConditions(request, isProvince);
  const days = join(changed.map(({ month }) => sql`${`${month}-01`}::date`));
  const sums = new Sums();
  const figures = measures.map((measure) => sql`${summedFigure(measure, sums)} as ${ident(measure.id)}`);
  const side = (name: string) => sql`(select month, ${join(figures)} from
    (select month, ${join(sums.columns())} from ${scoped(principal, name)} as visible where month in (${days})${conditions} group by month) as sums)`;
  const pairs = measures.map(
    ({ id }) => sql`select coalesce(past.month, present.month) as month, ${id} as measure,
      past.${ident(id)}::varchar as old, present.${ident(id)}::varchar as new
    from past full join present on past.month = present.month where past.${ident(id)} is distinct from present.${ident(id)}`,
  );
  const rows = await reader.rows<{ month: string; measure: string; old: string | null; new: string | null }>(
    sql`with past as materialized ${side("month_closing")}, present as materialized ${side("claim_cube_pair")}
      select strftime(month, '%Y-%m') as month, measure, old, new from (${join(pairs, " union all ")}) order by month, measure`,
  );
  const causes = await Promise.all(changed.map(async (month) => [month.month, await causesOf(reader, month)] as const));
  const batches = new Map(causes);
  const closedAt = new Map(changed.map(({ month, closed_at }) => [month, closed_at]));
  const digits = new Map(measures.map(({ id, digits }) => [id, digits]));
  const cell = (value: string | null, measure: string) =>
    value !== null && digits.get(measure) === 0 ? Number(value) : value;
  return rows.map(({ month, measure, old, new: now }) => ({
    month,
    measure,
    old: cell(old, measure),
    new: cell(now, measure),
    batches: batches.get(month) ?? [],
    closedAt: closedAt.get(month) ?? "",
    without,
  }));
}

export async function changedMonths(reader: Reader): Promise<ChangedMonth[]> {
  return reader.rows<ChangedMonth>(sql`select distinct strftime(closing.month, '%Y-%m') as month, closing.batch, closing.closed_at
    from month_closing as closing left join claim_month as present on present.month = closing.month
    where closing.fingerprint is distinct from present.fingerprint
    order by month`);
}

function keptConditions({ filters }: FigureRequest, isProvince: PlanContext["isProvince"]) {
  const kept: readonly string[] = [...cellColumns, "insured_province", "care_province"];
  const of = filters.map(({ dimension, values }) => {
    const [column = "", ...finer] = dimension.filter ?? [];
    const known = kept.includes(column) && (finer.length === 0 || values.every(isProvince));
    return { id: dimension.id, condition: known ? sql` and ${ident(column)} in (${join(values)})` : null };
  });
  const conditions = of.flatMap(({ condition }) => condition ?? []);
  return {
    conditions: conditions.length > 0 ? join(conditions, "") : raw(""),
    without: of.flatMap(({ id, condition }) => (condition ? [] : [id])),
  };
}

/** Batches after the closing with a settlement of the month, or with a reversal of one; where there are none, all batches after it. */
async function causesOf(reader: Reader, { month, batch }: ChangedMonth): Promise<number[]> {
  const own = sql`date_trunc('month', coalesce(settled_at, end_date, begin_date)) = ${`${month}-01`}::date`;
  const after = sql`(batch_from > ${BigInt(batch)} or batch_to > ${BigInt(batch)})`;
  const rows = await reader.rows<{ batch: number; direct: boolean }>(sql`
    with late as materialized (select insured_area, reversed_settlement_id as settlement_id, batch_from, batch_to, ${own} as own
      from settlement where ${after}),
    touching as (
      select batch_from, batch_to from late where own
      union all
      select late.batch_from, late.batch_to from late
      semi join (select insured_area, settlement_id from settlement where ${own}) as target using (insured_area, settlement_id)
    )
    select distinct unnest([batch_from, batch_to]) as batch, true as direct from touching
    union all
    select batch, false from batch
    order by batch`);
  const later = rows.filter((row) => row.batch !== null && row.batch > batch);
  const direct = later.filter((row) => row.direct);
  return (direct.length > 0 ? direct : later).map((row) => row.batch);
}
