import { additive, isCount } from "../facts/cubes/additive.ts";
import { ident, raw, type Sql, sql } from "../store/sql.ts";
import {
  isAdditive,
  isSummed,
  type Measure,
  type Part,
  type QuotientMeasure,
  type SummedMeasure,
  type Term,
} from "./measure.ts";
import { hundredths, quotient } from "./quotient.ts";

/**
 * The sums over cells that figures are made from, each a column of its own: figures name them. Written out in every place, a quotient alone would hold its
 * sums nine times, and planning the statement takes longer than running it.
 */
export class Sums {
  readonly #columns = new Map<string, Sql>();

  /** The name of a column with this aggregate. */
  name(aggregate: Sql): Sql {
    const found = this.#columns.get(aggregate.text) ?? ident(`sum_${this.#columns.size + 1}`);
    this.#columns.set(aggregate.text, found);
    return found;
  }

  /** The columns, for the select list of the statement that groups. */
  columns(): Sql[] {
    return [...this.#columns].map(([aggregate, name]) => sql`${raw(aggregate)} as ${name}`);
  }
}

/** A measure as an expression over `sums` of cells of claims: exact, 0 of nothing for a sum, null for a quotient. */
export function summedFigure(measure: SummedMeasure, sums: Sums): Sql {
  if (!isSummed(measure)) throw new TypeError("a counted measure is no sum of cells");
  if (isAdditive(measure)) {
    const type = raw(measure.digits === 0 ? "bigint" : "decimal(38, 2)");
    return sql`coalesce(${sums.name(sumOf(measure.sum))}, 0)::${type}`;
  }
  const { numerator, denominator, digits } = measure;
  // None of what is counted is 0; none of an amount may be an amount that nobody supplied.
  const sum = isCount(numerator.column) ? sql`coalesce(${sumOf(numerator)}, 0)` : sumOf(numerator);
  const value = quotient(sums.name(hundredths(sum)), sums.name(hundredths(sumOf(denominator))), digits);
  return mayMix(measure) ? sql`case when not ${mixing(measure, sums)} then ${value} end` : value;
}

/** An average over in-patients alone says so in its terms; any other one may meet both. */
export function mayMix(measure: Measure): measure is QuotientMeasure {
  return (
    measure.kind === "quotient" &&
    measure.quotient === "average" &&
    !measure.denominator.of?.care_group &&
    !isStay(measure.denominator)
  );
}

/** Whether the cells of a row hold in-patients and others. */
export function mixing({ denominator }: QuotientMeasure, sums: Sums): Sql {
  const part = (condition: string) => sql`coalesce(${sumOf(denominator, condition)}, 0) > 0`;
  return sums.name(sql`(${part("care_group = 'inpatient'")} and ${part("care_group <> 'inpatient'")})`);
}

/** Conditions of a part of the claims. Its values are constants of this code base (typed unions), never input. */
export function conditionsOfPart(of: Part): string[] {
  const parts = Object.entries(of) as [string, readonly string[]][];
  return parts.map(([name, values]) => `${name} in (${values.map((value) => `'${value}'`).join(", ")})`);
}

const isStay = ({ column }: Term) => column === "stays" || column === "dated_stays";

function sumOf({ column, of = {} }: Term, also?: string): Sql {
  if (!Object.hasOwn(additive, column)) throw new TypeError(`"${column}" is no additive column`);
  const conditions = [...conditionsOfPart(of), ...(also ? [also] : [])];
  return raw(`sum(${column})${conditions.length > 0 ? ` filter (where ${conditions.join(" and ")})` : ""}`);
}
