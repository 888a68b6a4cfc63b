import { cellsOf } from "../facts/cubes/additive.ts";
import { type Cube, cubes } from "../facts/cubes/cubes.ts";
import type { Principal } from "../store/principal.ts";
import { regionColumnsOf, scoped } from "../store/scope.ts";
import { ident, join, raw, type Sql, sql } from "../store/sql.ts";
import { countedFigure, withVisitCost } from "./counted.ts";
import { type CountedMeasure, isCounted, isSummed, type QuotientMeasure, type SummedMeasure } from "./measure.ts";
import type { FigureRequest } from "./request.ts";
import { mayMix, mixing, Sums, summedFigure } from "./summed.ts";

/** A request turned into SQL. */
export interface FigurePlan {
  /** What its sums are read from: a cube, or `claim` where no cube has the columns. */
  relation: string;
  /** Dimension columns, then one column per measure, then for each of `mixed` a flag named `<id>__mixed`. */
  statement: Sql;
  dimensionColumns: string[];
  /** Averages that are null in rows which hold in- and out-patients. */
  mixed: QuotientMeasure[];
}

/** Region filters hold codes of provinces and of pooling areas; which is which only the regions know. */
export interface PlanContext {
  principal: Principal;
  isProvince: (code: string) => boolean;
  /** Last month with a claim, `YYYY-MM`: up to there a year is whole. */
  lastMonth: string | null;
}

/** A state of the past, as far as the principal may see it, by the columns that a request and a watermark need. */
export interface PastState {
  asOf: number;
  /** Cells, grouped at least by what the request needs. */
  cells: Sql;
  /** The claims themselves, where the request has measures that no sum gives. */
  claims: Sql | null;
}

/**
 * Writes the query. Sums come from the smallest cube with every column that the request, its filters and the principal's scope
 * need; counted measures always come from the claims.
 */
export function planFigures(request: FigureRequest, context: PlanContext, past?: PastState): FigurePlan {
  const cube = past ? undefined : cubes.find((each) => fits(each, request, context));
  const month = cube?.yearly ? "year" : monthOf(request);
  const conditions = conditionsOf(request, context, month).all;
  const where = conditions.length > 0 ? sql` where ${join(conditions, " and ")}` : raw("");
  const visible = past?.claims ?? scoped(context.principal, "claim");
  const cells = () => {
    if (past) return sql`(select * from ${past.cells}${where})`;
    if (cube) return sql`(select * from ${scoped(context.principal, cube.name)} as visible${where})`;
    return sql`(${cellsOf(sql`(select * from ${visible} as visible${where})`, neededColumns(request, context))})`;
  };
  const rows = conditionsOf(request, context).all;
  const ofRows = rows.length > 0 ? sql` where ${join(rows, " and ")}` : raw("");
  const claims = () => withVisitCost(sql`(select * from ${visible} as visible${ofRows})`, visible, counted);
  const summed = request.measures.filter(isSummed);
  const counted = request.measures.filter(isCounted);
  return { relation: cube?.name ?? "claim", ...compile(request, month, summed, counted, cells, claims) };
}

/** Columns of claims by which the request groups and filters. */
export function neededColumns(request: FigureRequest, context: PlanContext, month = monthOf(request)): string[] {
  const columns = request.by.flatMap((dimension) =>
    dimension.columns.map(({ from }) => (from === "month" ? month : from)),
  );
  return [...new Set([...columns, ...conditionsOf(request, context, month).columns])];
}

/** A margin of one side would silently lack what a principal may see of the other side. */
function fits({ columns, yearly }: Cube, request: FigureRequest, context: PlanContext): boolean {
  if (yearly && !isOfYears(request, context)) return false;
  const sides = regionColumnsOf(context.principal);
  const needed = neededColumns(request, context, yearly ? "year" : monthOf(request));
  return [...needed, ...sides].every((column) => columns.includes(column));
}

/** Whether the period is whole years, as far as there are claims, and no month is told apart. */
function isOfYears({ period, from, to, by }: FigureRequest, { lastMonth }: PlanContext): boolean {
  const whole =
    (from === null || from.endsWith("-01")) && (to === null || to.endsWith("-12") || to >= (lastMonth ?? to));
  return whole && period === "settlement" && by.every(({ id }) => id !== "month");
}

function monthOf({ period }: FigureRequest): string {
  return period === "discharge" ? "discharge_month" : "month";
}

function conditionsOf(request: FigureRequest, { isProvince }: PlanContext, month = monthOf(request)) {
  const { filters, from, to } = request;
  const columns: string[] = [];
  const all: Sql[] = [];
  const among = (column: string, values: string[]) => {
    columns.push(column);
    return sql`${ident(column)} in (${join(values)})`;
  };
  for (const { dimension, values } of filters) {
    const [first = "", second] = dimension.filter ?? [];
    if (second === undefined) all.push(among(first, values));
    else {
      const provinces = values.filter(isProvince);
      const areas = values.filter((code) => !isProvince(code));
      const sides = [
        ...(provinces.length > 0 ? [among(first, provinces)] : []),
        ...(areas.length > 0 ? [among(second, areas)] : []),
      ];
      all.push(sql`(${join(sides, " or ")})`);
    }
  }
  if (from !== null) all.push(sql`${ident(month)} >= ${`${from}-01`}::date`);
  if (to !== null) all.push(sql`${ident(month)} <= ${`${to}-01`}::date`);
  if (from !== null || to !== null) columns.push(month);
  return { columns, all };
}

function compile(
  request: FigureRequest,
  month: string,
  summed: readonly SummedMeasure[],
  counted: readonly CountedMeasure[],
  cells: () => Sql,
  claims: () => Sql,
): Omit<FigurePlan, "relation"> {
  const named = new Map(
    request.by.flatMap((dimension) => dimension.columns).map((column) => [column.name, column] as const),
  );
  const dimensionColumns = [...named.keys()];
  const mixed = summed.filter(mayMix);
  const group = named.size > 0 ? raw(` group by ${dimensionColumns.map((_, i) => i + 1).join(", ")}`) : raw("");
  const keysOf = (monthColumn: string) =>
    [...named.values()].map(({ name, from: column, key }) => {
      const value = ident(column === "month" ? monthColumn : column);
      return sql`${key ? key(value) : value} as ${ident(name)}`;
    });
  const grouped = (figures: Sql[], from: Sql, monthColumn: string) =>
    sql`(select ${join([...keysOf(monthColumn), ...figures])} from ${from}${group})`;
  const terms = new Sums();
  const figures = summed.map((measure) => sql`${summedFigure(measure, terms)} as ${ident(measure.id)}`);
  const flags = mixed.map((measure) => sql`${mixing(measure, terms)} as ${ident(`${measure.id}__mixed`)}`);
  const counts = counted.map((measure) => sql`${countedFigure(measure)} as ${ident(measure.id)}`);
  const sums = () => {
    const keys = dimensionColumns.map(ident);
    const cellSums = grouped(terms.columns(), cells(), month);
    return sql`(select ${join([...keys, ...figures, ...flags])} from ${cellSums} as sums) as figures`;
  };
  const counting = (name: string) => sql`${grouped(counts, claims(), monthOf(request))} as ${ident(name)}`;
  const both = () => sql`${sums()} left join ${counting("counted")} on ${sameGroup(dimensionColumns)}`;
  const source = counted.length === 0 ? sums() : summed.length === 0 ? counting("figures") : both();
  const columns = [
    ...[...named.values()].map(({ name, as }) => {
      const key = sql`figures.${ident(name)}`;
      return sql`${as ? as(key) : key} as ${ident(name)}`;
    }),
    ...request.measures.map(({ id }) => ident(id)),
    ...mixed.map(({ id }) => ident(`${id}__mixed`)),
  ];
  const statement = sql`select ${join(columns)} from ${source}${orderBy(request, dimensionColumns)} limit ${request.limit}`;
  return { statement, dimensionColumns, mixed };
}

function sameGroup(dimensionColumns: readonly string[]): Sql {
  const same = dimensionColumns.map((name) => sql`figures.${ident(name)} is not distinct from counted.${ident(name)}`);
  return same.length > 0 ? join(same, " and ") : raw("true");
}

function orderBy({ order }: FigureRequest, dimensionColumns: string[]): Sql {
  const column = (name: string) => (dimensionColumns.includes(name) ? sql`figures.${ident(name)}` : ident(name));
  const rest = dimensionColumns.filter((name) => name !== order?.column).map((name) => sql`${column(name)} nulls last`);
  const first = order ? [sql`${column(order.column)} ${raw(order.down ? "desc" : "asc")} nulls last`] : [];
  const terms = [...first, ...rest];
  return terms.length > 0 ? sql` order by ${join(terms)}` : raw("");
}
