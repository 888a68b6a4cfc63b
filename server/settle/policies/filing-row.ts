import {
  type CareGroup,
  type FilingClass,
  filingClasses,
  type PolicyVersion,
} from "../../../datasets/policies/policy-schema.ts";
import type { Adjust } from "./bands.ts";

/** HOME: care within the province. RETURN: a long-term person treated back home, in a version that pays him as one referred. */
export type Filing = "HOME" | "RETURN" | FilingClass;

/** What a filing changes: the class whose rows count (null: those naming none), and its adjustment. */
export interface FilingRow {
  filing: Filing;
  class: FilingClass | null;
  adjust: Adjust | null;
  /** The same for the same adjustment. */
  adjustKey: string;
  /** Whether the version has no adjustment for a class that needs one. */
  missing: boolean;
}

/**
 * The filing rows of one care group. EXEMPT without an adjustment of its own counts as NONE, NONE without one as TMP_OTHER; RETURN takes the
 * adjustment of TMP_REFER and the deductible of home, and exists only where a version asks for it.
 */
export function filingRows(version: PolicyVersion, care: CareGroup): FilingRow[] {
  const { care: adjustedCare, classes } = version.adjust;
  const applies = adjustedCare.includes(care);
  const row = (filing: Filing, named: FilingClass): FilingRow => {
    const adjust = (applies && classes[named]) || null;
    return {
      filing,
      class: filing === "RETURN" ? null : named,
      adjust,
      adjustKey: JSON.stringify(adjust),
      missing: applies && classes[named] === undefined,
    };
  };
  return [
    { filing: "HOME", class: null, adjust: null, adjustKey: "null", missing: false },
    ...(version.returning_home === "as_referred" ? [row("RETURN", "TMP_REFER")] : []),
    ...filingClasses.map((filing) => row(filing, standing(filing, classes))),
  ];
}

function standing(filing: FilingClass, classes: PolicyVersion["adjust"]["classes"]): FilingClass {
  if (classes[filing] !== undefined) return filing;
  if (filing === "EXEMPT") return standing("NONE", classes);
  return filing === "NONE" ? "TMP_OTHER" : filing;
}

/** The class whose adjustment a row applies, for its line in the file. */
export const adjustedBy = ({ filing, class: named }: FilingRow) => (filing === "RETURN" ? "TMP_REFER" : named);
