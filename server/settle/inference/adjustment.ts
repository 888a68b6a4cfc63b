import { type FilingClass, filingClasses, type PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { CareTerms } from "./care.ts";
import { statedBands } from "./care-rows.ts";
import { cellKey } from "./cells.ts";
import { changeText } from "./changes.ts";
import { decimal, UNIT } from "./exact.ts";
import type { Findings } from "./findings.ts";
import { LEAST } from "./mode.ts";
import type { ClassTerms } from "./ratios.ts";

type Adjust = PolicyVersion["adjust"];
type Classes = Adjust["classes"];

/** What a version says of filings. */
export interface Adjustment {
  care: ("inpatient" | "outpatient")[];
  classes: Classes;
  /** Points that the rows for care outside have more than their reference was paid; classes take them off again. */
  outsidePoints: number;
}

/** What filings change, from in-patients, and whether it holds for out-patients as well. */
export function adjustmentOf(inpatient: CareTerms, outpatient: CareTerms, findings: Findings): Adjustment {
  const outsidePoints = pointsOutside(inpatient, outpatient);
  const classes: Classes = {};
  // A class that uses rows for care outside says nothing where none of those can be stated.
  const hasOutside = [...statedBands(inpatient).keys()].some((key) => key.startsWith("O"));
  for (const name of filingClasses) {
    const terms = inpatient.classes.get(name);
    const row = terms && (hasOutside || !terms.outside) ? adjustOf(terms, outsidePoints) : null;
    if (terms && row) {
      classes[name] = row;
      state(findings, name, terms, row);
      if (terms.found?.rival)
        findings.leave(
          "adjustment",
          "inpatient",
          { filing: name },
          terms.rows,
          "not_told_apart",
          changeText(terms.found.change),
        );
      continue;
    }
    const rows = terms?.rows ?? 0;
    if (rows > 0)
      findings.leave("adjustment", "inpatient", { filing: name }, rows, rows < LEAST ? "few_claims" : "no_clear_mode");
  }
  return {
    care: adjustedCare(inpatient, outpatient, outsidePoints, findings),
    classes,
    outsidePoints,
  };
}

function adjustOf({ outside, found, firstPay }: ClassTerms, outsidePoints: number): Classes[FilingClass] | null {
  if (!found) return null;
  const { mode, value } = found.change;
  if (outside) {
    if (mode === "FACTOR") return null;
    const points = value + outsidePoints;
    return points === 0
      ? { mode: "TIER_MAP", tier_override: "O" }
      : { mode: "COMBO", tier_override: "O", points: decimal(points) };
  }
  if (firstPay && value === 0) return { mode: "PRESELF", first_pay_ratio: decimal(firstPay.share) };
  return mode === "FACTOR" ? { mode, factor: decimal(value) } : { mode, points: decimal(value) };
}

function state(
  findings: Findings,
  filing: string,
  { found, firstPay }: ClassTerms,
  row: NonNullable<Classes[FilingClass]>,
): void {
  const value = Object.values(row).join(" ");
  findings.state("adjustment", "inpatient", { filing }, value, row.mode === "PRESELF" ? firstPay! : found!);
}

/**
 * Rows for care outside may state the ratios as paid, or higher ones from which points come off: the same for in-patients, not for out-patients, whose
 * points are theirs alone. So out-patients tell; else rows as high as those at home do, if one number of points makes them so.
 */
function pointsOutside(inpatient: CareTerms, outpatient: CareTerms): number {
  const reference = inpatient.references.find((name) => inpatient.classes.get(name)?.outside);
  if (reference === undefined) return 0;
  const told = outpatient.classes.get(reference)?.found;
  if (told) return told.change.mode === "POINTS" ? told.change.value : 0;
  const apart = new Set<number>();
  for (const [key, { bands }] of inpatient.bands) {
    if (!key.startsWith("O")) continue;
    const [tier, group] = key.slice(1).split("|") as [string, string];
    const home = inpatient.bands.get(cellKey(tier, group, false))?.bands;
    for (const [at, band] of bands.entries()) if (home?.[at]?.low === band.low) apart.add(home[at].ratio - band.ratio);
  }
  const [points] = apart;
  return apart.size === 1 && points! > 0 && points! < UNIT ? points! : 0;
}

/** Whether points and factors come off for out-patients too. */
function adjustedCare(
  inpatient: CareTerms,
  outpatient: CareTerms,
  outsidePoints: number,
  findings: Findings,
): Adjustment["care"] {
  const ballot = { same: 0, none: 0 };
  let firstPay = false;
  for (const [name, { found, outside, firstPay: extra }] of inpatient.classes) {
    if (!found) continue;
    firstPay ||= extra !== null && found.change.value === 0;
    const other = outpatient.classes.get(name)?.found;
    const value = found.change.value + (outside ? outsidePoints : 0);
    if (!other || (value === 0 && extra === null)) continue;
    if (other.change.value === 0) ballot.none += other.rows;
    else if (other.change.mode === found.change.mode && other.change.value === value) ballot.same += other.rows;
  }
  const rows = ballot.same + ballot.none;
  const isAdjusted = rows > 0 ? ballot.same > ballot.none : !firstPay;
  const value = isAdjusted ? "adjust inpatient, outpatient" : "adjust inpatient";
  if (rows < LEAST) findings.leave("rule", "outpatient", {}, rows, "few_claims", value);
  else findings.state("rule", "outpatient", {}, value, { rows, matched: Math.max(ballot.same, ballot.none) });
  return isAdjusted ? ["inpatient", "outpatient"] : ["inpatient"];
}
