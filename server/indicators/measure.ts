import { readdirSync } from "node:fs";
import type { AdditiveColumn } from "../facts/cubes/additive.ts";
import type { Label } from "../store/dictionary.ts";

export type CareGroup = "inpatient" | "outpatient" | "chronic" | "pharmacy" | "unmapped";
export type Route = "direct" | "manual" | "supplementary";
export type CareScope = "local" | "within_province" | "cross_province";

/** A part of the claims. */
export interface Part {
  care_group?: readonly CareGroup[];
  route?: readonly Route[];
  care_scope?: readonly CareScope[];
}

/** A sum over claims: an additive column, of a part of the claims where `of` says so. */
export interface Term {
  column: AdditiveColumn;
  of?: Part;
}

interface MeasureBase {
  id: string;
  label: Label;
  unit: "visit" | "settlement" | "person" | "yuan" | "day" | "ratio";
  /** Which claims, in words. */
  population: Label;
  formula: Label;
  /** Where the definition stands: a publication or a section of the design. */
  source: string;
  /** Dictionary columns (`settlement.total_cost`) without which the figure cannot be given. */
  needs: readonly string[];
  /** The month it belongs to where the question does not say; absent: the month of settlement. */
  period?: PeriodBasis;
  /** Records of its period keep arriving for so many days; until then it is provisional. */
  matures?: { days: number; why: Label };
}

/** By which month a claim counts. */
export type PeriodBasis = "settlement" | "discharge";

/** May be summed over any dimension. `digits` 0: a count; 2: money. */
export interface AdditiveMeasure extends MeasureBase {
  kind: "additive";
  sum: Term;
  digits: 0 | 2;
}

/** A quotient of sums: its terms add up, it does not. */
export interface QuotientMeasure extends MeasureBase {
  kind: "quotient";
  /** `ratio`: a share of one kind. `average`: per visit or stay; in- and out-patients are never averaged together. */
  quotient: "ratio" | "average";
  numerator: Term;
  denominator: Term;
  digits: 2 | 6;
}

/** How many different values among the visits: one that two groups share counts in both, so groups do not add up. */
export interface DistinctMeasure extends MeasureBase {
  kind: "distinct";
  distinct: "person_id";
  digits: 0;
}

/** The value below or at which the share `at` of the visits lies: one that occurs, never one between two. */
export interface QuantileMeasure extends MeasureBase {
  kind: "quantile";
  /** `visit_cost`: the whole cost of a visit, with its interim settlements. */
  quantile: "visit_cost";
  at: number;
  of: Part;
  digits: 2;
}

/** Answered from sums, so from any cube. */
export type SummedMeasure = AdditiveMeasure | QuotientMeasure;
/** Answered from the claims alone: no sum of parts gives it. */
export type CountedMeasure = DistinctMeasure | QuantileMeasure;
export type Measure = SummedMeasure | CountedMeasure;

/** Whether figures of groups add up to that of all of them. */
export function isAdditive(measure: Measure): measure is AdditiveMeasure {
  return measure.kind === "additive";
}

export function isSummed(measure: Measure): measure is SummedMeasure {
  return measure.kind === "additive" || measure.kind === "quotient";
}

export function isCounted(measure: Measure): measure is CountedMeasure {
  return !isSummed(measure);
}

let loaded: Promise<ReadonlyMap<string, Measure>> | undefined;

/** Every measure of `measures/`, by id, in the order of the file names. A file is a measure; there is no list. */
export function measures(): Promise<ReadonlyMap<string, Measure>> {
  loaded ??= definitionsIn<Measure>(new URL("measures/", import.meta.url));
  return loaded;
}

/** The default exports of a folder, by id. The id is the file's name. */
export async function definitionsIn<T extends { id: string }>(folder: URL): Promise<ReadonlyMap<string, T>> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const found = new Map<string, T>();
  for (const file of files.sort()) {
    const { default: definition } = (await import(new URL(file, folder).href)) as { default: T };
    if (`${definition.id}.ts` !== file)
      throw new TypeError(`${file} defines "${definition.id}"; file name and id must agree`);
    found.set(definition.id, definition);
  }
  return found;
}
