import type { PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { type CareTerms, isPaidAs } from "./care.ts";
import type { Evidence } from "./evidence.ts";
import type { Findings } from "./findings.ts";
import { CLEAR, LEAST_EXACT } from "./mode.ts";

/** By which rows those are paid of whom the record leaves it open. */
export interface Doubts {
  returningHome: PolicyVersion["returning_home"];
  emergency: PolicyVersion["emergency"];
  /** The same settlements under the class they are paid by; those of whom it is not known stay in doubt. */
  resolve(claims: readonly Evidence[]): Evidence[];
}

/** Whether care at home of those filed elsewhere is paid as at home, and an emergency known by its flag alone as a filed one. */
export function resolvedDoubts(inpatient: CareTerms, findings: Findings): Doubts {
  const home = paidAs(inpatient, "RETURN", ["HOME", "TMP_REFER"]);
  const flagged = paidAs(inpatient, "FLAGGED", ["TMP_EMERG", "NONE"]);
  const returningHome = home.name === "TMP_REFER" ? "as_referred" : "full";
  const emergency = flagged.name === "NONE" ? "as_unfiled" : "as_filed";
  stateRule(findings, "RETURN", `returning_home ${returningHome}`, home);
  stateRule(findings, "TMP_EMERG", `emergency ${emergency}`, flagged);
  const as = new Map<string, string>();
  if (home.name !== null) as.set("RETURN", home.name);
  if (flagged.name !== null) as.set("FLAGGED", flagged.name);
  return {
    returningHome,
    emergency,
    resolve: (claims) => claims.map((claim) => ({ ...claim, filing: as.get(claim.filing) ?? claim.filing })),
  };
}

/** Which of two classes pays what is in doubt: of the settlements on which they part, nine tenths by one of them. */
function paidAs(terms: CareTerms, filing: string, [one, other]: readonly [string, string]) {
  const there = terms.doubtful.filter((claim) => claim.filing === filing);
  const told = there.flatMap((claim) => {
    const [a, b] = [isPaidAs(terms, claim, one), isPaidAs(terms, claim, other)];
    return a === null || b === null || a === b ? [] : [a];
  });
  const matched = told.filter((isOne) => isOne).length;
  const isClear = (count: number) => told.length >= LEAST_EXACT && count >= CLEAR * told.length;
  const name = isClear(matched) ? one : isClear(told.length - matched) ? other : null;
  return { name, rows: told.length, matched: Math.max(matched, told.length - matched), claims: there.length };
}

function stateRule(findings: Findings, filing: string, value: string, found: ReturnType<typeof paidAs>): void {
  if (found.name !== null) findings.state("rule", "inpatient", { filing }, value, found);
  else if (found.claims > 0)
    findings.leave(
      "rule",
      "inpatient",
      { filing },
      found.claims,
      found.rows < LEAST_EXACT ? "few_claims" : "no_clear_mode",
      value,
    );
}
