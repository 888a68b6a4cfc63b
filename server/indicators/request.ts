import { fail } from "../errors.ts";
import { type Dimension, dimensions } from "./dimension.ts";
import { type Measure, measures, type PeriodBasis } from "./measure.ts";

/** A question for figures as it comes from a query string or a command line: lists are comma-separated or repeated. */
export interface FigureQuery {
  measure?: string | readonly string[] | undefined;
  by?: string | readonly string[] | undefined;
  /** First and last month, `YYYY-MM`, both included. */
  from?: string | undefined;
  to?: string | undefined;
  /** Which month a claim counts in: that of `settlement` or `discharge`. Absent: what the measures say, settlement as a rule. */
  period?: string | undefined;
  /** Accepted values by dimension id. */
  where?: Record<string, string | readonly string[] | undefined> | undefined;
  /** A batch number: what the figure was after that batch. */
  as_of?: string | number | undefined;
  /** A measure or dimension of the answer; with a leading minus downwards. */
  order?: string | undefined;
  limit?: string | number | undefined;
}

/** A question that has been checked. */
export interface FigureRequest {
  measures: Measure[];
  by: Dimension[];
  from: string | null;
  to: string | null;
  period: PeriodBasis;
  filters: { dimension: Dimension; values: string[] }[];
  asOf: number | null;
  order: { column: string; down: boolean } | null;
  limit: number;
}

export const MAX_ROWS = 200_000;
const CODE = /^[0-9A-Za-z_-]{1,20}$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/**
 * Checks a question. Errors name what is allowed: figure.unknown_measure, figure.unknown_dimension, figure.bad_filter,
 * figure.bad_month, figure.bad_period, figure.bad_order, figure.bad_number.
 */
export async function parseRequest(query: FigureQuery): Promise<FigureRequest> {
  const [knownMeasures, knownDimensions] = await Promise.all([measures(), dimensions()]);
  const asked = unique(list(query.measure));
  const chosen = (asked.length > 0 ? asked : ["visits"]).map((id) => {
    const measure = knownMeasures.get(id);
    if (!measure) throw fail("figure.unknown_measure", { measure: id, allowed: names(knownMeasures) });
    return measure;
  });
  const by = unique(list(query.by)).map((id) => dimensionOf(id, knownDimensions));
  const from = monthOf("from", query.from);
  const to = monthOf("to", query.to);
  if (from !== null && to !== null && from > to) {
    throw fail("figure.bad_month", { name: "from", expected: `a month up to ${to}`, got: from, variant: "order", to });
  }
  return {
    measures: chosen,
    by,
    from,
    to,
    period: periodOf(query.period, chosen),
    filters: filtersOf(query.where ?? {}, knownDimensions),
    asOf: wholeNumber("as_of", query.as_of, 0, Number.MAX_SAFE_INTEGER),
    order: orderOf(query.order, chosen, by),
    limit: wholeNumber("limit", query.limit, 1, MAX_ROWS) ?? MAX_ROWS,
  };
}

/** Measures of different months stand side by side only where the question says which month is meant. */
function periodOf(given: string | undefined, chosen: readonly Measure[]): PeriodBasis {
  if (given === "settlement" || given === "discharge") return given;
  const own = new Set(chosen.map(({ period }) => period ?? "settlement"));
  const [first = "settlement", ...others] = own;
  if (given) throw fail("figure.bad_period", { expected: "settlement or discharge", got: given });
  if (others.length > 0) {
    const got = chosen.map(({ id, period }) => `${id} by ${period ?? "settlement"}`).join(", ");
    throw fail("figure.bad_period", { expected: "settlement or discharge", got, variant: "differs" });
  }
  return first;
}

function filtersOf(where: NonNullable<FigureQuery["where"]>, known: ReadonlyMap<string, Dimension>) {
  const filterable = new Map([...known].filter(([, dimension]) => dimension.filter));
  return Object.entries(where).flatMap(([id, given]) => {
    const values = unique(list(given));
    if (values.length === 0) return [];
    const dimension = dimensionOf(id, filterable);
    const bad = values.find((value) => !CODE.test(value));
    if (bad !== undefined) {
      throw fail("figure.bad_filter", {
        dimension: id,
        expected: "codes of 1 to 20 letters, digits, _ or -",
        got: bad,
      });
    }
    return [{ dimension, values }];
  });
}

function dimensionOf(id: string, known: ReadonlyMap<string, Dimension>): Dimension {
  const dimension = known.get(id);
  if (!dimension) throw fail("figure.unknown_dimension", { dimension: id, allowed: names(known) });
  return dimension;
}

function orderOf(given: string | undefined, chosen: Measure[], by: Dimension[]): FigureRequest["order"] {
  if (!given) return null;
  const down = given.startsWith("-");
  const column = down ? given.slice(1) : given;
  const allowed = [...by.flatMap(({ columns }) => columns.map(({ name }) => name)), ...chosen.map(({ id }) => id)];
  if (!allowed.includes(column)) throw fail("figure.bad_order", { got: given, allowed: allowed.join(", ") });
  return { column, down };
}

function monthOf(name: string, given: string | undefined): string | null {
  if (!given) return null;
  if (!MONTH.test(given)) throw fail("figure.bad_month", { name, expected: "a month as 2021-11", got: given });
  return given;
}

function wholeNumber(name: string, given: string | number | undefined, min: number, max: number): number | null {
  if (given === undefined || given === "") return null;
  const number = /^\d{1,16}$/.test(String(given)) ? Number(given) : Number.NaN;
  if (!(number >= min && number <= max)) {
    throw fail("figure.bad_number", {
      name,
      expected: `a whole number from ${min} to ${max}`,
      got: String(given),
      variant: "range",
      min,
      max,
    });
  }
  return number;
}

function list(given: string | readonly string[] | undefined): string[] {
  const parts = given === undefined ? [] : typeof given === "string" ? [given] : given;
  return parts.flatMap((part) => part.split(",")).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

const unique = (values: string[]) => [...new Set(values)];
const names = (known: ReadonlyMap<string, unknown>) => [...known.keys()].join(", ");
