import { claimRelation } from "../facts/claim.ts";
import { knownRegions } from "../facts/regions-lookup.ts";
import type { Label } from "../store/dictionary.ts";
import type { Principal } from "../store/principal.ts";
import type { Cell, Columns, Reader } from "../store/reader.ts";
import { ident, join, type Sql, sql } from "../store/sql.ts";
import { dimensions } from "./dimension.ts";
import { isAdditive, type Measure, measures, type QuotientMeasure } from "./measure.ts";
import { type FigurePlan, planFigures } from "./plan.ts";
import { type FigureQuery, type FigureRequest, parseRequest } from "./request.ts";
import { type Watermark, watermark } from "./watermark.ts";

/** Why cells of an answer are empty. */
export interface FigureNote {
  measure: string;
  code: "figure.mixed_care_groups";
  /** How many rows of the answer it concerns. */
  rows: number;
  message: Label;
}

/** Figures by column. Counts are numbers, money and quotients exact decimal text, an empty quotient is null. */
export interface Figures {
  columns: Record<string, Cell[]>;
  rows: number;
  /** The limit cut rows off. */
  truncated: boolean;
  watermark: Watermark;
  definitions: string[];
  notes: FigureNote[];
}

/**
 * Answers a question for figures in the principal's scope. Rows come in the order of their dimensions (or of `order`).
 * Averages over in- and out-patients together are null, with a note: ask for a care_group, or by it.
 * @throws figure.* where the question is wrong; see `parseRequest`.
 */
export async function figures(reader: Reader, principal: Principal, query: FigureQuery): Promise<Figures> {
  const request = await parseRequest(query);
  const plan = await planFor(reader, principal, { ...request, limit: request.limit + 1 });
  const answer = await reader.columns(asOf(request, plan.statement));
  const rows = Math.min(answer.rows, request.limit);
  const columns = Object.fromEntries(
    [...plan.dimensionColumns, ...request.measures.map(({ id }) => id)].map((name) => [
      name,
      cells(answer, name, rows),
    ]),
  );
  return {
    columns,
    rows,
    truncated: answer.rows > rows,
    watermark: await watermark(reader, principal, request.asOf),
    definitions: request.measures.map(({ id }) => id),
    notes: plan.mixed.flatMap((measure) => mixedNote(measure, cells(answer, `${measure.id}__mixed`, rows))),
  };
}

/** The same answer as SQL for an Arrow stream: money and quotients as DOUBLE, for charts only. */
export async function figuresForCharts(reader: Reader, principal: Principal, query: FigureQuery): Promise<Sql> {
  const request = await parseRequest(query);
  const plan = await planFor(reader, principal, request);
  const columns = [
    ...plan.dimensionColumns.map(ident),
    ...request.measures.map(({ id, digits }) => (digits === 0 ? ident(id) : sql`${ident(id)}::double as ${ident(id)}`)),
  ];
  return asOf(request, sql`select ${join(columns)} from (${plan.statement})`);
}

/** Every measure and dimension, for screens and for the reader who asks what a figure means. */
export async function definitions() {
  const describe = (measure: Measure) => {
    const { id, label, unit, kind, population, formula, source, digits, needs } = measure;
    return { id, label, unit, kind, population, formula, source, digits, needs, additive: isAdditive(measure) };
  };
  return {
    measures: [...(await measures()).values()].map(describe),
    dimensions: [...(await dimensions()).values()].map(({ id, label, columns, filter }) => ({
      id,
      label,
      columns: columns.map(({ name }) => name),
      filter: filter !== undefined,
    })),
  };
}

async function planFor(reader: Reader, principal: Principal, request: FigureRequest): Promise<FigurePlan> {
  const codes = request.filters.flatMap(({ dimension, values }) => ((dimension.filter ?? []).length > 1 ? values : []));
  const provinces = new Set<string>(["unknown"]);
  if (codes.length > 0) {
    const known = sql`select id from ${knownRegions()} where level = 'province' and id in (${join(codes)})`;
    for (const { id } of await reader.rows<{ id: string }>(known)) provinces.add(id);
  }
  return planFigures(request, { principal, isProvince: (code) => provinces.has(code) });
}

function asOf({ asOf }: FigureRequest, statement: Sql): Sql {
  return asOf === null ? statement : sql`with claim as not materialized (from ${claimRelation({ asOf })}) ${statement}`;
}

function cells({ names, columns }: Columns, name: string, rows: number): Cell[] {
  return (columns[names.indexOf(name)] ?? []).slice(0, rows);
}

function mixedNote({ id }: QuotientMeasure, flags: Cell[]): FigureNote[] {
  const rows = flags.filter((flag) => flag === true).length;
  if (rows === 0) return [];
  const message = {
    zh: "住院与门诊不合并求平均：请按医疗类别大类筛选或分组",
    en: "in- and out-patients are never averaged together: filter or group by care_group",
  };
  return [{ measure: id, code: "figure.mixed_care_groups", rows, message }];
}
