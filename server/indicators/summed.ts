import { additive, isCount } from "../facts/cubes/additive.ts";
import { raw, type Sql, sql } from "../store/sql.ts";
import {
  isAdditive,
  isSummed,
  type Measure,
  type Part,
  type QuotientMeasure,
  type SummedMeasure,
  type Term,
} from "./measure.ts";
import { quotient } from "./quotient.ts";

/** A measure as an expression over cells of claims: exact, 0 of nothing for a sum, null for a quotient. */
export function summedFigure(measure: SummedMeasure): Sql {
  if (!isSummed(measure)) throw new TypeError("a counted measure is no sum of cells");
  if (isAdditive(measure)) {
    return raw(`coalesce(${sumOf(measure.sum)}, 0)::${measure.digits === 0 ? "bigint" : "decimal(38, 2)"}`);
  }
  const { numerator, denominator, digits } = measure;
  // None of what is counted is 0; none of an amount may be an amount that nobody supplied.
  const sum = isCount(numerator.column) ? `coalesce(${sumOf(numerator)}, 0)` : sumOf(numerator);
  const value = quotient(raw(sum), raw(sumOf(denominator)), digits);
  return mayMix(measure) ? sql`case when not ${mixing(measure)} then ${value} end` : value;
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
export function mixing({ denominator }: QuotientMeasure): Sql {
  const part = (condition: string) => `coalesce(${sumOf(denominator, condition)}, 0) > 0`;
  return raw(`(${part("care_group = 'inpatient'")} and ${part("care_group <> 'inpatient'")})`);
}

/** Conditions of a part of the claims. Its values are constants of this code base (typed unions), never input. */
export function conditionsOfPart(of: Part): string[] {
  const parts = Object.entries(of) as [string, readonly string[]][];
  return parts.map(([name, values]) => `${name} in (${values.map((value) => `'${value}'`).join(", ")})`);
}

const isStay = ({ column }: Term) => column === "stays" || column === "dated_stays";

function sumOf({ column, of = {} }: Term, also?: string): string {
  if (!Object.hasOwn(additive, column)) throw new TypeError(`"${column}" is no additive column`);
  const conditions = [...conditionsOfPart(of), ...(also ? [also] : [])];
  return `sum(${column})${conditions.length > 0 ? ` filter (where ${conditions.join(" and ")})` : ""}`;
}
