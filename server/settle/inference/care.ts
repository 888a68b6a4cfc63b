import type { FoundBands } from "./bands.ts";
import { type CellKey, cellKey } from "./cells.ts";
import { unchanged } from "./changes.ts";
import {
  type FoundStandards,
  isWhole,
  mergedBehind,
  modeBehind,
  shownStandard,
  standardsBehind,
  usualMode,
} from "./deductibles.ts";
import type { Evidence } from "./evidence.ts";
import { half, paidBy } from "./exact.ts";
import { LEAST, LEAST_EXACT, modeOf } from "./mode.ts";
import { AWAY, type ClassTerms, HOME, isFree, ratiosOf } from "./ratios.ts";

/** How one kind of care is paid, as far as its settlements show it. */
export interface CareTerms {
  claims: readonly Evidence[];
  /** Settlements at home of those filed elsewhere, and of emergencies known by a flag. */
  doubtful: readonly Evidence[];
  standards: Map<CellKey, FoundStandards>;
  /** Cells that have claims, with their number. */
  cells: Map<CellKey, number>;
  /** The same of those with cost above the deductible. */
  paying: Map<CellKey, number>;
  mode: ReturnType<typeof modeBehind>;
  merged: ReturnType<typeof mergedBehind>;
  bands: Map<CellKey, FoundBands>;
  classes: Map<string, ClassTerms>;
  /** The classes whose ratios are those of the rows, at home and outside. */
  references: string[];
}

/** Paid by the rows of another class, and which is for the policy to say. */
const DOUBTFUL = ["RETURN", "FLAGGED"];

/** Reads deductibles, ratios and what filings change from the settlements of in-patients or of out-patients. */
export function careTerms(told: readonly Evidence[], care: "inpatient" | "outpatient"): CareTerms {
  // Where hardly any emergency is filed, those known by a flag alone show what is paid for emergencies.
  const filed = told.filter(({ filing }) => filing === "TMP_EMERG").length;
  const all =
    filed >= LEAST_EXACT
      ? told
      : told.map((claim) => (claim.filing === "FLAGGED" ? { ...claim, filing: "TMP_EMERG" } : claim));
  const claims = all.filter(({ filing }) => !DOUBTFUL.includes(filing));
  const doubtful = all.filter(({ filing }) => DOUBTFUL.includes(filing));
  const outside = care === "inpatient" ? outsideClasses(claims) : new Set<string>();
  const terms = { ...withRatios(claims, care, outside), doubtful };
  // A class whose ratios are neither those at home less points nor a part of them has rows of its own.
  const others = [...terms.classes].filter(
    ([name, { found, rows, outside }]) => AWAY.includes(name) && !outside && found === null && rows >= LEAST,
  );
  if (care === "outpatient" || others.length === 0) return terms;
  const again = withRatios(claims, care, new Set([...outside, ...others.map(([name]) => name)]));
  return again.bands.size > terms.bands.size ? { ...again, doubtful } : terms;
}

/** Classes with other deductibles than care at home has; such as have few settlements are told by whose theirs are. */
function outsideClasses(claims: readonly Evidence[]): Set<string> {
  const shown = claims.flatMap((claim) => {
    const standard = isWhole(claim) ? shownStandard(claim) : null;
    return standard === null
      ? []
      : [
          {
            filing: claim.filing,
            key: `${claim.tier} ${claim.person_group} ${Math.min(claim.admission, 4)}`,
            standard,
          },
        ];
  });
  const usual = (names: readonly string[]) =>
    new Map(
      [
        ...Map.groupBy(
          shown.filter(({ filing }) => names.includes(filing)),
          ({ key }) => key,
        ),
      ].flatMap(([key, rows]) => {
        const mode = modeOf(rows.map(({ standard }) => standard));
        return mode && mode.rows >= 5 && mode.share >= 0.8 ? [[key, mode.value] as const] : [];
      }),
    );
  const balance = (name: string, standards: ReadonlyMap<string, number>) =>
    shown.reduce((sum, { filing, key, standard }) => {
      const at = filing === name ? standards.get(key) : undefined;
      return at === undefined ? sum : sum + (at === standard ? -1 : 1);
    }, 0);
  const home = usual(HOME);
  const outside = AWAY.filter((name) => balance(name, home) > 0);
  const theirs = usual(outside);
  const further = AWAY.filter(
    (name) => !outside.includes(name) && balance(name, home) >= 0 && balance(name, theirs) < 0,
  );
  return new Set([...outside, ...further]);
}

function withRatios(
  claims: readonly Evidence[],
  care: "inpatient" | "outpatient",
  outside: ReadonlySet<string>,
): Omit<CareTerms, "doubtful"> {
  const keyOf = ({ tier, person_group, filing }: Evidence) => cellKey(tier, person_group, outside.has(filing));
  const byCell = Map.groupBy(claims, keyOf);
  const cells = new Map([...byCell].map(([key, rows]) => [key, rows.length]));
  const paying = new Map(
    [...byCell].map(([key, rows]) => [
      key,
      rows.filter(({ in_scope, deductible_paid }) => in_scope > deductible_paid).length,
    ]),
  );
  const standardsBy = (byAdmission: boolean) => {
    const found = new Map<CellKey, FoundStandards>();
    for (const [key, rows] of byCell) {
      const standards = standardsBehind(rows, byAdmission);
      if (standards) found.set(key, standards);
    }
    return found;
  };
  const [visit, year] = [standardsBy(care === "inpatient"), standardsBy(false)];
  const standardOf = (claim: Evidence, byAdmission: boolean) => {
    const those = (byAdmission ? visit : year).get(keyOf(claim))?.standards;
    // Further admissions than could be told have no standard that is known.
    const last = byAdmission ? visit.get(keyOf(claim))?.later?.admission : undefined;
    if (!those || (last !== undefined && claim.admission >= last)) return null;
    return (those[claim.admission - 1] ?? those.at(-1)!).value;
  };
  const mode = modeBehind(claims, care, standardOf);
  const perVisit = (mode.likeliest ?? usualMode[care]) === "PER_VISIT";
  const ratios = ratiosOf(claims, keyOf, outside);
  return {
    claims,
    cells,
    paying,
    standards: perVisit ? visit : year,
    mode,
    merged: mergedBehind(claims, (claim) => standardOf(claim, perVisit)),
    ...ratios,
  };
}

/** Whether the rows of a class (HOME: none) give what a settlement was paid, to the fen; null where they are not known. */
export function isPaidAs(terms: CareTerms, claim: Evidence, filing: string): boolean | null {
  const named = terms.classes.get(filing);
  const change = filing === "HOME" ? unchanged : named?.found?.change;
  const bands = terms.bands.get(cellKey(claim.tier, claim.person_group, named?.outside ?? false))?.bands;
  if (!change || !bands || claim.in_scope <= claim.deductible_paid || !isFree(claim)) return null;
  const extra =
    filing === "HOME" ? 0 : half(claim.in_scope + (claim.extra_first_pay ?? 0), named?.firstPay?.share ?? 0);
  if (claim.extra_first_pay !== null && claim.extra_first_pay !== extra) return false;
  return paidBy(bands, claim.deductible_paid, claim.in_scope, change.ratio) === claim.basic_fund;
}
