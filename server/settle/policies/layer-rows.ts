import {
  type AidClass,
  aidClasses,
  type CareGroup,
  type LayerName,
  type PolicyVersion,
} from "../../../datasets/policies/policy-schema.ts";
import { type Band, bandsOf } from "./bands.ts";

/** A supplementary layer as it holds for one aid class. */
export interface Layer {
  basis: string;
  deductible: boolean;
  over_cap: boolean;
  first_pay: boolean;
  inpatient: boolean;
  outpatient: boolean;
  chronic: boolean;
  bands: Band[];
  /** Yuan in the benefit year; null where the layer has no limit. */
  cap: string | null;
  line: number;
}

export type LayerRow = { aidClass: AidClass | "" } & Record<LayerColumn, Layer | null>;
export type LayerColumn = "serious" | "large" | "civil" | "aid";

const columns: Record<LayerColumn, LayerName> = {
  serious: "serious_illness",
  large: "large_amount",
  civil: "civil_servant",
  aid: "medical_aid",
};
/** Care a layer pays for unless it says otherwise. */
const usually: readonly CareGroup[] = ["inpatient", "chronic"];

/** One row for persons without an aid class (''), one for each class. A layer naming the class stands before the general one. */
export function layerRows(version: PolicyVersion, lineOf: (path: (string | number)[]) => number): LayerRow[] {
  return (["", ...aidClasses] as const).map((aidClass) => {
    const layers = Object.entries(columns).map(([column, name]) => [column, layerFor(version, name, aidClass, lineOf)]);
    return { aidClass, ...Object.fromEntries(layers) };
  });
}

function layerFor(
  version: PolicyVersion,
  name: LayerName,
  aidClass: AidClass | "",
  lineOf: (path: (string | number)[]) => number,
): Layer | null {
  const rows = version.layers.map((row, at) => ({ row, at })).filter(({ row }) => row.layer === name);
  const found =
    rows.find(({ row }) => aidClass !== "" && row.persons?.includes(aidClass)) ??
    rows.find(({ row }) => row.persons === undefined);
  if (!found) return null;
  const { row, at } = found;
  const includes = row.includes ?? [];
  const care = row.care ?? usually;
  return {
    basis: row.basis,
    deductible: includes.includes("deductible"),
    over_cap: includes.includes("over_cap"),
    first_pay: includes.includes("first_pay"),
    inpatient: care.includes("inpatient"),
    outpatient: care.includes("outpatient"),
    chronic: care.includes("chronic"),
    bands: bandsOf(row.bands),
    cap: row.cap ?? null,
    line: lineOf(["layers", at]),
  };
}
