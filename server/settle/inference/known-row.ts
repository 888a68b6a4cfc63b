/** A row of a known policy: what it fixes, how many settlements are behind it, and what a proposal says of it. */
export interface KnownRow {
  part: "deductible" | "ratio" | "adjustment" | "ceiling" | "chronic";
  /** inpatient active 3 #1; inpatient active 3 from 30000; TMP_REFER; inpatient active; M03900 design. */
  name: string;
  rows: number;
  /** Left over: the proposal says nothing of it. Wrong: it says something else. */
  outcome: "recovered" | "left_over" | "wrong";
  /** What both say. */
  known: string;
  proposed: string;
}

/** A row as both say it, `none` where the proposal says nothing. */
export function knownRow(
  part: KnownRow["part"],
  name: string,
  rows: number,
  known: string,
  proposed: string,
): KnownRow {
  const outcome = proposed === known ? "recovered" : proposed === "none" ? "left_over" : "wrong";
  return { part, name, rows, outcome, known, proposed };
}
