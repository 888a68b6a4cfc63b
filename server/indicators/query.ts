import { fail } from "../errors.ts";
import { transaction } from "../store/database.ts";
import type { Label } from "../store/dictionary.ts";
import type { Principal } from "../store/principal.ts";
import type { Cell, Columns, Reader } from "../store/reader.ts";
import { arrowOf } from "./arrow.ts";
import { dimensions } from "./dimension.ts";
import { figureId } from "./figure-id.ts";
import { type Ground, groundOf, stateOf } from "./ground.ts";
import { isAdditive, type Measure, measures, type QuotientMeasure } from "./measure.ts";
import { dropPast, makePast, provincesAmong } from "./past.ts";
import { type PastState, type PlanContext, planFigures } from "./plan.ts";
import { provisionalUntil } from "./provisional.ts";
import { Recent } from "./recent.ts";
import { type FigureQuery, type FigureRequest, parseRequest } from "./request.ts";
import { type Restatement, restated } from "./restated.ts";
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
  /** Fixes question, state and rules; see `figure-id.ts`. */
  id: string;
  columns: Record<string, Cell[]>;
  rows: number;
  /** The limit cut rows off. */
  truncated: boolean;
  watermark: Watermark;
  definitions: string[];
  notes: FigureNote[];
  /** By measure that matures: until which day each row is provisional, or null. */
  provisionalUntil: Record<string, (string | null)[]>;
  /** Closed months in the period that changed afterwards. Of the present state only. */
  restated: Restatement[];
}

/**
 * Answers a question for figures in the principal's scope. Rows come in the order of their dimensions (or of `order`).
 * Averages over in- and out-patients together are null, with a note: ask for a care_group, or by it.
 * @throws figure.* where the question is wrong; see `parseRequest`.
 */
export async function figures(reader: Reader, principal: Principal, query: FigureQuery): Promise<Figures> {
  return (await answered(reader, principal, query)).figures;
}

/** The same, with every figure counted from the claims of that state, as they follow from the stored records: no cube is read. */
export async function figuresFromRecords(reader: Reader, principal: Principal, query: FigureQuery): Promise<Figures> {
  return (await answered(reader, principal, query, true)).figures;
}

/** The same answer as an Arrow stream: money and quotients as float64, for charts only. The id is that of the exact answer. */
export async function figuresAsArrow(reader: Reader, principal: Principal, query: FigureQuery) {
  const { figures, types } = await answered(reader, principal, query);
  const names = Object.keys(figures.columns);
  const isFigure = (name: string) => figures.definitions.includes(name);
  const columns = names.map((name) => {
    const cells = figures.columns[name] ?? [];
    return isFigure(name) ? cells.map((cell) => (cell === null ? null : Number(cell))) : cells;
  });
  const bytes = arrowOf({
    names,
    types: names.map((name) => (isFigure(name) ? "DOUBLE" : (types[name] ?? "VARCHAR"))),
    columns,
    rows: figures.rows,
  });
  return { id: figures.id, bytes };
}

interface Answer {
  figures: Figures;
  types: Record<string, string>;
}

/** Answers of the present state, by state, scope and question: everybody who opens the overview asks the same. Long ones are not kept. */
const answers = new Recent<Answer>(2000);
const LONGEST_KEPT = 2000;

/** Has every next question computed: for measurements. */
export function forgetAnswers(): void {
  answers.clear();
}

async function answered(
  reader: Reader,
  principal: Principal,
  query: FigureQuery,
  fromRecords = false,
): Promise<Answer> {
  const request = await parseRequest(query);
  if (request.asOf !== null || fromRecords) return atOneMoment(reader, principal, request, fromRecords);
  const state = await stateOf(reader, principal);
  const name = `${state}|${JSON.stringify(query)}`;
  const found = answers.get(name);
  if (found) return found;
  const answer = await present(reader, principal, request, await groundOf(reader, principal, state));
  // Every statement of an answer has to see the same state. A load seldom commits between two of them, and a transaction costs two statements more.
  if ((await stateOf(reader, principal)) !== state) return atOneMoment(reader, principal, request, false);
  if (answer.figures.rows <= LONGEST_KEPT) answers.set(name, answer);
  return answer;
}

/** The answer in one transaction: what is loaded meanwhile belongs to the next one. */
function atOneMoment(reader: Reader, principal: Principal, request: FigureRequest, fromRecords: boolean) {
  return transaction(reader.connection, async () => {
    const ground = await groundOf(reader, principal, await stateOf(reader, principal));
    if (isPresent(request, ground, fromRecords)) return present(reader, principal, request, ground);
    const context = { principal, isProvince: await provincesAmong(reader, request), lastMonth: null };
    const past = await makePast(reader, request, context, request.asOf ?? ground.watermark.lastBatch);
    const found = await answer(reader, request, context, await watermark(reader, principal, past), past);
    await dropPast(reader); // after a failure the rollback takes them away
    return found;
  });
}

/** The answer from the cubes of the state that `ground` belongs to. */
async function present(reader: Reader, principal: Principal, request: FigureRequest, ground: Ground): Promise<Answer> {
  const { months } = ground.watermark;
  const isProvince = (code: string) => code === "unknown" || ground.provinces.has(code);
  const context = { principal, isProvince, lastMonth: months?.last ?? null };
  const { figures, types } = await answer(reader, request, context, ground.watermark);
  return { types, figures: { ...figures, restated: await restated(reader, request, context, ground.changed) } };
}

/** @throws figure.bad_number for a batch that has not come yet */
function isPresent({ asOf }: FigureRequest, { watermark: { lastBatch } }: Ground, fromRecords: boolean): boolean {
  if (asOf !== null && asOf > lastBatch) {
    const expected = `a batch up to ${lastBatch}`;
    throw fail("figure.bad_number", { name: "as_of", expected, got: asOf, variant: "batch", last: lastBatch });
  }
  return !fromRecords && (asOf === null || asOf === lastBatch);
}

async function answer(
  reader: Reader,
  request: FigureRequest,
  context: PlanContext,
  mark: Watermark,
  past?: PastState,
): Promise<Answer> {
  const plan = planFigures({ ...request, limit: request.limit + 1 }, context, past);
  const found = await reader.columns(plan.statement);
  const rows = Math.min(found.rows, request.limit);
  const names = [...plan.dimensionColumns, ...request.measures.map(({ id }) => id)];
  const columns = Object.fromEntries(names.map((name) => [name, cells(found, name, rows)]));
  const made = { batch: mark.lastBatch, rules: mark.ruleSet, principal: context.principal, columns };
  const figures: Figures = {
    id: figureId(request, made),
    columns,
    rows,
    truncated: found.rows > rows,
    watermark: mark,
    definitions: request.measures.map(({ id }) => id),
    notes: plan.mixed.flatMap((measure) => mixedNote(measure, cells(found, `${measure.id}__mixed`, rows))),
    provisionalUntil: provisionalUntil(request, columns, rows, mark),
    restated: [],
  };
  return { figures, types: Object.fromEntries(found.names.map((name, i) => [name, found.types[i] ?? ""])) };
}

/** Every measure and dimension, for screens and for the reader who asks what a figure means. */
export async function definitions() {
  const describe = (measure: Measure) => {
    const { id, label, unit, kind, population, formula, source, digits, needs } = measure;
    const { period = "settlement", matures = null } = measure;
    const additive = isAdditive(measure);
    return { id, label, unit, kind, population, formula, source, digits, needs, additive, period, matures };
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
