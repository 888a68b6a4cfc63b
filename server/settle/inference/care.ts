import type { PersonGroup } from "../../../datasets/policies/policy-schema.ts";
import { bandsBehind, type FoundBands, type Point } from "./bands.ts";
import { type Change, type Compared, changeBehind, extraFirstPay, type FoundChange, unchanged } from "./changes.ts";
import { type FoundMode, type FoundStandards, mergedBehind, modeBehind, standardsBehind } from "./deductibles.ts";
import type { Evidence } from "./evidence.ts";
import { LEAST, modeOf } from "./mode.ts";

/** A kind of person at a tier: `3|active`, `O3|active` where care outside the province has rows of its own. */
export type CellKey = string;
export const cellKey = (tier: string, group: string, outside: boolean): CellKey =>
  `${outside ? "O" : ""}${tier}|${group}`;
export const cellOf = (key: CellKey) => {
  const [tier, group] = key.split("|") as [string, PersonGroup];
  return { tier, group };
};

/** What a filing class changes: its ratios against those of the rows it uses, or first-pay before them. */
export interface ClassTerms {
  outside: boolean;
  rows: number;
  found: FoundChange | null;
  firstPay: { share: number; rows: number; matched: number } | null;
}

/** How one kind of care is paid, as far as its settlements show it. */
export interface CareTerms {
  claims: readonly Evidence[];
  standards: Map<CellKey, FoundStandards>;
  /** Cells that have claims, with their number. */
  cells: Map<CellKey, number>;
  mode: { found: FoundMode | null; rows: number };
  merged: ReturnType<typeof mergedBehind>;
  bands: Map<CellKey, FoundBands>;
  classes: Map<string, ClassTerms>;
  /** The classes whose ratios are those of the rows, at home and outside. */
  references: string[];
}

/** Care at home, and filings that national rules pay as care at home, best first; and those outside, the best paid first. */
const HOME = ["HOME", "LT_RETIRE", "LT_RESIDE", "LT_WORK", "EXEMPT"];
const AWAY = ["TMP_REFER", "TMP_EMERG", "TMP_OTHER", "NONE"];

/** Reads deductibles, ratios and what filings change from the settlements of in-patients or of out-patients. */
export function careTerms(claims: readonly Evidence[], care: "inpatient" | "outpatient"): CareTerms {
  const outside = care === "inpatient" ? outsideClasses(claims) : new Set<string>();
  const terms = withRatios(claims, care, outside);
  // A class whose ratios are neither those at home less points nor a part of them has rows of its own.
  const others = [...terms.classes].filter(
    ([name, { found, rows, outside }]) => AWAY.includes(name) && !outside && found === null && rows >= LEAST,
  );
  if (care === "outpatient" || others.length === 0) return terms;
  const again = withRatios(claims, care, new Set([...outside, ...others.map(([name]) => name)]));
  return again.bands.size > terms.bands.size ? again : terms;
}

/** Classes with another deductible than care at home has. */
function outsideClasses(claims: readonly Evidence[]): Set<string> {
  const firsts = claims.filter(({ admission, in_parts, transferred }) => admission === 1 && !in_parts && !transferred);
  const standards = (those: readonly Evidence[]) =>
    new Map(
      [...Map.groupBy(those, ({ tier, person_group }) => cellKey(tier, person_group, false))].flatMap(([key, rows]) => {
        const mode = modeOf(
          rows.flatMap(({ standard, in_scope, deductible_paid: paid }) =>
            standard !== null ? [standard] : in_scope > paid ? [paid] : [],
          ),
        );
        return mode && mode.rows >= 10 && mode.share >= 0.8 ? [[key, mode] as const] : [];
      }),
    );
  const home = standards(firsts.filter(({ filing }) => HOME.includes(filing)));
  return new Set(
    AWAY.filter((name) => {
      let balance = 0;
      for (const [key, { value, rows }] of standards(firsts.filter(({ filing }) => filing === name))) {
        const at = home.get(key);
        if (at) balance += at.value === value ? -rows : rows;
      }
      return balance > 0;
    }),
  );
}

function withRatios(
  claims: readonly Evidence[],
  care: "inpatient" | "outpatient",
  outside: ReadonlySet<string>,
): CareTerms {
  // An emergency by its flag goes the way of a filed one, until the two are compared.
  const isOutside = ({ filing }: Evidence) =>
    outside.has(filing === "FLAGGED" ? "TMP_EMERG" : filing === "RETURN" ? "HOME" : filing);
  const keyOf = (claim: Evidence) => cellKey(claim.tier, claim.person_group, isOutside(claim));
  const byCell = Map.groupBy(claims, keyOf);
  const cells = new Map([...byCell].map(([key, rows]) => [key, rows.length]));
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
  const mode = modeBehind(claims, standardOf);
  const perVisit = (mode.found?.mode ?? "PER_VISIT") === "PER_VISIT";
  const ratios = ratiosOf(claims, keyOf, outside);
  return {
    claims,
    cells,
    standards: perVisit ? visit : year,
    mode,
    merged: mergedBehind(claims, (claim) => standardOf(claim, perVisit)),
    ...ratios,
  };
}

/** Payments that a ceiling cut say nothing of ratios. */
const isFree = ({ remaining_limit, basic_fund }: Evidence) => remaining_limit === null || basic_fund < remaining_limit;

function ratiosOf(claims: readonly Evidence[], keyOf: (claim: Evidence) => CellKey, outside: ReadonlySet<string>) {
  const paid = claims.filter((claim) => isFree(claim) && claim.in_scope > claim.deductible_paid);
  const byClass = Map.groupBy(paid, ({ filing }) => filing);
  const classes = new Map<string, ClassTerms>();
  const bands = new Map<CellKey, FoundBands>();
  const references: string[] = [];
  const sides = [HOME, AWAY.filter((name) => outside.has(name))];
  for (const [at, preferred] of sides.entries()) {
    const reference = preferred.find((name) => bandsOf(byClass.get(name) ?? [], keyOf, () => unchanged).size > 0);
    if (reference === undefined) continue;
    references.push(reference);
    const members = [...byClass.keys()].filter((name) =>
      at === 1
        ? outside.has(name) || (name === "FLAGGED" && outside.has("TMP_EMERG"))
        : !outside.has(name) && !(name === "FLAGGED" && outside.has("TMP_EMERG")),
    );
    const known = new Map<string, Change>([[reference, unchanged]]);
    let found = bandsOf(byClass.get(reference)!, keyOf, () => unchanged);
    // Cells that the reference does not reach become known through classes whose change is.
    for (let round = 0; round < 3; round++) {
      const compared = classChanges(members, byClass, keyOf, found);
      for (const [name, change] of compared) if (change) known.set(name, change.change);
      const pooled = members.flatMap((name) => (known.has(name) ? byClass.get(name)! : []));
      const more = bandsOf(pooled, keyOf, ({ filing }) => known.get(filing)!);
      const isSettled = more.size === found.size && round > 0;
      found = more;
      if (isSettled || round === 2) {
        for (const [name, change] of classChanges(members, byClass, keyOf, found)) {
          const rows = byClass.get(name)!;
          classes.set(name, { outside: at === 1, rows: rows.length, found: change, firstPay: extraFirstPay(rows) });
        }
        break;
      }
    }
    for (const [key, value] of found) bands.set(key, value);
  }
  return { bands, classes, references };
}

function bandsOf(
  claims: readonly Evidence[],
  keyOf: (claim: Evidence) => CellKey,
  changeOf: (claim: Evidence) => Change,
) {
  const found = new Map<CellKey, FoundBands>();
  for (const [key, rows] of Map.groupBy(claims, keyOf)) {
    const points = rows.map(
      (claim): Point => ({
        low: claim.deductible_paid,
        high: claim.in_scope,
        paid: claim.basic_fund,
        change: changeOf(claim),
      }),
    );
    const bands = bandsBehind(points);
    if (bands) found.set(key, bands);
  }
  return found;
}

function classChanges(
  members: readonly string[],
  byClass: ReadonlyMap<string, readonly Evidence[]>,
  keyOf: (claim: Evidence) => CellKey,
  bands: ReadonlyMap<CellKey, FoundBands>,
): Map<string, FoundChange | null> {
  const compared = new Map<string, Compared[]>();
  for (const name of members) {
    compared.set(
      name,
      byClass.get(name)!.flatMap((claim): Compared[] => {
        const cell = bands.get(keyOf(claim));
        if (!cell || claim.in_scope >= (cell.beyond?.from ?? Number.POSITIVE_INFINITY)) return [];
        return [{ low: claim.deductible_paid, high: claim.in_scope, paid: claim.basic_fund, bands: cell.bands }];
      }),
    );
  }
  const found = new Map([...compared].map(([name, payments]) => [name, changeBehind(payments)] as const));
  return agreed(found);
}

/** Where points and a factor explain a class alike, the kind that explains the other classes of the area counts. */
function agreed(found: Map<string, FoundChange | null>): Map<string, FoundChange | null> {
  const told = [...found.values()].filter((each) => each && each.rival === null && each.change.value !== 0);
  const factors = told.filter((each) => each!.change.mode === "FACTOR").length;
  const mode = factors > told.length / 2 ? "FACTOR" : "POINTS";
  return new Map(
    [...found].map(([name, each]) => {
      if (!each?.rival || each.change.value === 0) return [name, each && { ...each, rival: null }];
      const rival = told.length > 0 ? null : each.rival;
      if (each.change.mode === mode) return [name, { ...each, rival }];
      return [name, { ...each, change: each.rival, rival: rival && each.change }];
    }),
  );
}
