import { type FilingClass, filingClasses, type PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { type CareTerms, type ClassTerms, cellKey } from "./care.ts";
import { type Change, changeText } from "./changes.ts";
import { decimal, UNIT } from "./exact.ts";
import type { Findings } from "./findings.ts";
import { LEAST } from "./mode.ts";

type Adjust = PolicyVersion["adjust"];
type Classes = Adjust["classes"];

/** What a version says of filings. */
export interface Adjustment {
  care: ("inpatient" | "outpatient")[];
  classes: Classes;
  returningHome: PolicyVersion["returning_home"];
  emergency: PolicyVersion["emergency"];
  /** Points that the rows for care outside have more than their reference was paid; classes take them off again. */
  outsidePoints: number;
}

/** What filings change, from in-patients, and whether it holds for out-patients as well. */
export function adjustmentOf(inpatient: CareTerms, outpatient: CareTerms, findings: Findings): Adjustment {
  const outsidePoints = pointsOutside(inpatient, outpatient);
  const classes: Classes = {};
  for (const name of filingClasses) {
    const terms = inpatient.classes.get(name);
    const row = terms && adjustOf(terms, outsidePoints);
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
    const other = outpatient.classes.get(name);
    if (rows < LEAST && other?.found) {
      classes[name] = { mode: "POINTS", points: decimal(other.found.change.value) };
      if (other.found.change.mode === "FACTOR")
        classes[name] = { mode: "FACTOR", factor: decimal(other.found.change.value) };
      findings.state("adjustment", "outpatient", { filing: name }, changeText(other.found.change), other.found);
    }
  }
  return {
    care: adjustedCare(inpatient, outpatient, outsidePoints, findings),
    classes,
    returningHome: returning(inpatient, findings),
    emergency: emergency(inpatient, findings),
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
    if (name === "RETURN" || name === "FLAGGED" || !found) continue;
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

const isSame = (a: ClassTerms | undefined, b: ClassTerms | undefined) => {
  const key = ({ outside, found, firstPay }: ClassTerms) =>
    JSON.stringify([outside, found && changeOf(found.change), firstPay?.share]);
  return a !== undefined && b !== undefined && a.found !== null && key(a) === key(b);
};
const changeOf = ({ mode, value }: Change) => (value === 0 ? 0 : [mode, value]);

/** Whether care at home is paid as such where somebody is filed elsewhere. */
function returning({ classes }: CareTerms, findings: Findings): PolicyVersion["returning_home"] {
  const there = classes.get("RETURN");
  const rows = there?.rows ?? 0;
  const referred = isSame(there, classes.get("TMP_REFER"));
  const isHome = there?.found?.change.value === 0 && there.firstPay === null;
  // Another tier's rows are not compared with home, nor extra first-pay.
  if (there?.found && !isHome && referred) {
    findings.state("rule", "inpatient", { filing: "RETURN" }, "returning_home as_referred", there.found);
    return "as_referred";
  }
  if (there?.found && isHome && !referred) {
    findings.state("rule", "inpatient", { filing: "RETURN" }, "returning_home full", there.found);
    return "full";
  }
  if (rows > 0)
    findings.leave(
      "rule",
      "inpatient",
      { filing: "RETURN" },
      rows,
      rows < LEAST ? "few_claims" : "no_clear_mode",
      "returning_home full",
    );
  return "full";
}

/** Whether an emergency known by its flag alone is paid as a filed one. */
function emergency({ classes }: CareTerms, findings: Findings): PolicyVersion["emergency"] {
  const flagged = classes.get("FLAGGED");
  if (!flagged) return "as_filed";
  const filed = isSame(flagged, classes.get("TMP_EMERG"));
  const unfiled = isSame(flagged, classes.get("NONE"));
  if (filed !== unfiled) {
    const rule = filed ? "as_filed" : "as_unfiled";
    findings.state("rule", "inpatient", { filing: "TMP_EMERG" }, `emergency ${rule}`, flagged.found!);
    return rule;
  }
  findings.leave(
    "rule",
    "inpatient",
    { filing: "TMP_EMERG" },
    flagged.rows,
    flagged.rows < LEAST ? "few_claims" : "not_told_apart",
    "emergency as_filed",
  );
  return "as_filed";
}
