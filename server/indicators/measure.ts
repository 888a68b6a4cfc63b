import { readdirSync } from "node:fs";
import type { AdditiveColumn } from "../facts/cubes.ts";
import type { Label } from "../store/dictionary.ts";

export type CareGroup = "inpatient" | "outpatient" | "chronic" | "pharmacy" | "unmapped";
export type Route = "direct" | "manual" | "supplementary";

/** A sum over claims: an additive column, of a part of the claims where `of` says so. */
export interface Term {
  column: AdditiveColumn;
  of?: { care_group?: readonly CareGroup[]; route?: readonly Route[] };
}

interface MeasureBase {
  id: string;
  label: Label;
  unit: "visit" | "settlement" | "yuan" | "day" | "ratio";
  /** Which claims, in words. */
  population: Label;
  formula: Label;
  /** Where the definition stands: a publication or a section of the design. */
  source: string;
  /** Dictionary columns (`settlement.total_cost`) without which the figure cannot be given. */
  needs: readonly string[];
}

/** May be summed over any dimension. `digits` 0: a count; 2: money. */
export interface AdditiveMeasure extends MeasureBase {
  kind: "additive";
  sum: Term;
  digits: 0 | 2;
}

/** A quotient of sums: never summed, never averaged. */
export interface QuotientMeasure extends MeasureBase {
  /** `ratio`: a share of one kind of money. `average`: per visit or stay; in- and out-patients are never averaged together. */
  kind: "ratio" | "average";
  numerator: Term;
  denominator: Term;
  digits: 2 | 6;
}

export type Measure = AdditiveMeasure | QuotientMeasure;

export function isAdditive(measure: Measure): measure is AdditiveMeasure {
  return measure.kind === "additive";
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
