import { fail } from "../errors.ts";
import { knownRegions } from "../facts/regions-lookup.ts";
import { claimRelation } from "../facts/relations/claim.ts";
import type { Label } from "../store/dictionary.ts";
import type { Principal } from "../store/principal.ts";
import type { Cell, Columns, Reader } from "../store/reader.ts";
import { ident, join, raw, sql } from "../store/sql.ts";
import { arrowOf } from "./arrow.ts";
import { dimensions } from "./dimension.ts";
import { isAdditive, type Measure, measures, type QuotientMeasure } from "./measure.ts";
import { type FigurePlan, pastCube, planFigures } from "./plan.ts";
import { type FigureQuery, type FigureRequest, parseRequest } from "./request.ts";
import { lastBatchBuilt, type PastState, type Watermark, watermark } from "./watermark.ts";

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
  return planned(reader, principal, { ...request, limit: request.limit + 1 }, async (plan, past) => {
    const answer = await reader.columns(plan.statement);
    const rows = Math.min(answer.rows, request.limit);
    const names = [...plan.dimensionColumns, ...request.measures.map(({ id }) => id)];
    return {
      columns: Object.fromEntries(names.map((name) => [name, cells(answer, name, rows)])),
      rows,
      truncated: answer.rows > rows,
      watermark: await watermark(reader, principal, past),
      definitions: request.measures.map(({ id }) => id),
      notes: plan.mixed.flatMap((measure) => mixedNote(measure, cells(answer, `${measure.id}__mixed`, rows))),
    };
  });
}

/** The same answer as an Arrow stream: money and quotients as float64, for charts only. */
export async function figuresAsArrow(reader: Reader, principal: Principal, query: FigureQuery): Promise<Uint8Array> {
  const request = await parseRequest(query);
  return planned(reader, principal, request, async ({ dimensionColumns, statement }) => {
    const columns = [
      ...dimensionColumns.map(ident),
      ...request.measures.map(({ id }) => sql`${ident(id)}::double as ${ident(id)}`),
    ];
    return arrowOf(await reader.columns(sql`select ${join(columns)} from (${statement})`));
  });
}

type Work<T> = (plan: FigurePlan, past: PastState | undefined) => Promise<T>;

/** A past state is computed once, as a temporary table of this reader that only this request knows. */
async function planned<T>(reader: Reader, principal: Principal, request: FigureRequest, work: Work<T>): Promise<T> {
  const provinces = await provincesAmong(reader, request);
  const context = { principal, isProvince: (code: string) => provinces.has(code) };
  if (request.asOf === null) return work(planFigures(request, context), undefined);
  const last = await lastBatchBuilt(reader);
  if (request.asOf > last) {
    throw fail("figure.bad_number", {
      name: "as_of",
      expected: `a batch up to ${last}`,
      got: request.asOf,
      variant: "batch",
      last,
    });
  }
  const cube = raw("temp.past_figures");
  const claims = claimRelation({ asOf: request.asOf });
  await reader.result(sql`create or replace temp table past_figures as ${pastCube(request, context, claims)}`);
  try {
    return await work(planFigures(request, context, cube), { asOf: request.asOf, cube });
  } finally {
    await reader.result(raw("drop table temp.past_figures"));
  }
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

async function provincesAmong(reader: Reader, { filters }: FigureRequest): Promise<Set<string>> {
  const codes = filters.flatMap(({ dimension, values }) => ((dimension.filter ?? []).length > 1 ? values : []));
  if (codes.length === 0) return new Set();
  const known = sql`select id from ${knownRegions()} where level = 'province' and id in (${join(codes)})`;
  const rows = await reader.rows<{ id: string }>(known);
  return new Set(["unknown", ...rows.map(({ id }) => id)]);
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
