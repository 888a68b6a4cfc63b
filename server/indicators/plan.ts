import { additive, type Cube, cubeOf, cubes } from "../facts/cubes.ts";
import type { Principal } from "../store/principal.ts";
import { scoped } from "../store/scope.ts";
import { ident, join, raw, type Sql, sql } from "../store/sql.ts";
import { isAdditive, type Measure, type QuotientMeasure, type Term } from "./measure.ts";
import { quotient } from "./quotient.ts";
import type { FigureRequest } from "./request.ts";
import { watermarkColumns } from "./watermark.ts";

/** A request turned into SQL over one relation. */
export interface FigurePlan {
  /** The relation it reads: a cube, or `claim` where no cube has the columns. */
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
}

/** Columns that every answer needs beside those asked for: populations are told by them. */
const population = ["care_group", "route"];

/**
 * Chooses the smallest cube with every column that the request, its filters and the principal's scope need, and writes the
 * query. `past`: a relation made by `pastCube` for this request, read instead.
 */
export function planFigures(request: FigureRequest, context: PlanContext, past?: Sql): FigurePlan {
  const { all } = conditionsOf(request, context);
  const where = all.length > 0 ? sql` where ${join(all, " and ")}` : raw("");
  if (past) return { relation: "claim", ...compile(request, sql`(select * from ${past}${where})`) };
  const needed = neededColumns(request, context);
  const cube = cubes.find((each) => fits(each, [...needed, ...scopeColumns(context.principal)]));
  const source = sql`(select * from ${scoped(context.principal, cube?.name ?? "claim")} as visible${where})`;
  const relation = cube ? source : sql`(${cubeOf(source, unique([...needed, ...population]))})`;
  return { relation: cube?.name ?? "claim", ...compile(request, relation) };
}

/** The claims of a past state that the principal may see, grouped as the request and a watermark need them. */
export function pastCube(request: FigureRequest, context: PlanContext, claims: Sql): Sql {
  const columns = [...neededColumns(request, context), ...population, ...watermarkColumns];
  const visible = sql`(select * from ${scoped(context.principal, "claim")} as visible)`;
  return sql`with claim as not materialized (from ${claims}) ${cubeOf(visible, unique(columns))}`;
}

function neededColumns(request: FigureRequest, context: PlanContext): string[] {
  return [
    ...request.by.flatMap(({ columns }) => columns.map(({ from }) => from)),
    ...conditionsOf(request, context).columns,
  ];
}

function fits(cube: Cube, needed: readonly string[]): boolean {
  return needed.every((column) => cube.columns.includes(column));
}

/** A margin of one side would silently lack what a principal may see of the other side. */
function scopeColumns({ scope }: Principal): string[] {
  if (scope.all) return [];
  return [
    ...(scope.side === "care" ? [] : ["insured_province"]),
    ...(scope.side === "insured" ? [] : ["care_province"]),
  ];
}

function conditionsOf({ filters, from, to }: FigureRequest, { isProvince }: PlanContext) {
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
  if (from !== null) all.push(sql`month >= ${`${from}-01`}::date`);
  if (to !== null) all.push(sql`month <= ${`${to}-01`}::date`);
  if (from !== null || to !== null) columns.push("month");
  return { columns, all };
}

function compile(request: FigureRequest, relation: Sql): Omit<FigurePlan, "relation"> {
  const columns = request.by.flatMap((dimension) => dimension.columns);
  const named = new Map(
    columns.map((column) => [column.name, sql`${raw(column.as ?? column.from)} as ${ident(column.name)}`]),
  );
  const dimensionColumns = [...named.keys()];
  const mixed = request.measures.filter((measure): measure is QuotientMeasure => mayMix(measure));
  const selected = [
    ...named.values(),
    ...request.measures.map((measure) => sql`${figureOf(measure)} as ${ident(measure.id)}`),
    ...mixed.map((measure) => sql`${raw(mixing(measure))} as ${ident(`${measure.id}__mixed`)}`),
  ];
  const group =
    dimensionColumns.length > 0 ? raw(` group by ${dimensionColumns.map((_, i) => i + 1).join(", ")}`) : raw("");
  const statement = sql`select ${join(selected)} from ${relation}${group}${orderBy(request, dimensionColumns)}
    limit ${request.limit}`;
  return { statement, dimensionColumns, mixed };
}

function figureOf(measure: Measure): Sql {
  if (isAdditive(measure)) {
    return raw(`coalesce(${sumOf(measure.sum)}, 0)::${measure.digits === 0 ? "bigint" : "decimal(38, 2)"}`);
  }
  const value = quotient(raw(sumOf(measure.numerator)), raw(sumOf(measure.denominator)), measure.digits);
  return mayMix(measure) ? sql`case when not ${raw(mixing(measure))} then ${value} end` : value;
}

/** An average over in-patients alone says so in its terms; any other one may meet both. */
function mayMix(measure: Measure): boolean {
  return (
    measure.kind === "average" &&
    !("of" in measure.denominator && measure.denominator.of?.care_group) &&
    !isStay(measure.denominator)
  );
}

const isStay = ({ column }: Term) => column === "stays" || column === "dated_stays";

function mixing({ denominator }: QuotientMeasure): string {
  const part = (condition: string) => `coalesce(${sumOf(denominator, condition)}, 0) > 0`;
  return `(${part("care_group = 'inpatient'")} and ${part("care_group <> 'inpatient'")})`;
}

/** Values of `of` are constants of this code base (typed unions), never input. */
function sumOf({ column, of = {} }: Term, also?: string): string {
  if (!Object.hasOwn(additive, column)) throw new TypeError(`"${column}" is no additive column`);
  const conditions = Object.entries(of).map(
    ([name, values]) => `${name} in (${values.map((v) => `'${v}'`).join(", ")})`,
  );
  if (also) conditions.push(also);
  return `sum(${column})${conditions.length > 0 ? ` filter (where ${conditions.join(" and ")})` : ""}`;
}

function orderBy({ order }: FigureRequest, dimensionColumns: string[]): Sql {
  const rest = dimensionColumns.filter((name) => name !== order?.column).map((name) => sql`${ident(name)} nulls last`);
  const first = order ? [sql`${ident(order.column)} ${raw(order.down ? "desc" : "asc")} nulls last`] : [];
  const terms = [...first, ...rest];
  return terms.length > 0 ? sql` order by ${join(terms)}` : raw("");
}

const unique = (values: string[]) => [...new Set(values)];
