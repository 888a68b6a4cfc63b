import type { PersonGroup } from "../../../datasets/policies/policy-schema.ts";
import { bandsBehind, type FoundBands, type Point } from "./bands.ts";
import { type Change, type Compared, changeBehind, extraFirstPay, type FoundChange, unchanged } from "./changes.ts";
import {
  type FoundStandards,
  isWhole,
  mergedBehind,
  modeBehind,
  shownStandard,
  standardsBehind,
} from "./deductibles.ts";
import type { Evidence } from "./evidence.ts";
import { half, paidBy } from "./exact.ts";
import { CLEAR, LEAST, LEAST_EXACT, modeOf } from "./mode.ts";

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
  /** Settlements at home of those filed elsewhere, and of emergencies known by a flag. */
  doubtful: readonly Evidence[];
  standards: Map<CellKey, FoundStandards>;
  /** Cells that have claims, with their number. */
  cells: Map<CellKey, number>;
  mode: ReturnType<typeof modeBehind>;
  merged: ReturnType<typeof mergedBehind>;
  bands: Map<CellKey, FoundBands>;
  classes: Map<string, ClassTerms>;
  /** The classes whose ratios are those of the rows, at home and outside. */
  references: string[];
}

/** Care at home, and filings that national rules pay as care at home, best first; and those outside, the best paid first. */
const HOME = ["HOME", "LT_RETIRE", "LT_RESIDE", "LT_WORK"];
const ROUNDS = 3;
const AWAY = ["EXEMPT", "TMP_REFER", "TMP_EMERG", "TMP_OTHER", "NONE"];

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
  const perVisit = (mode.likeliest ?? "PER_VISIT") === "PER_VISIT";
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
  const [away, home] = [AWAY.filter((name) => outside.has(name)), AWAY.filter((name) => !outside.has(name))];
  const sides = [[...HOME, ...home.filter((name) => name === "EXEMPT")], away];
  for (const [at, preferred] of sides.entries()) {
    const members = [...byClass.keys()].filter((name) => outside.has(name) === (at === 1));
    // The reference whose cells and classes hang together with the most payments.
    const payments = members.reduce((sum, name) => sum + byClass.get(name)!.length, 0);
    let chosen: Side | null = null;
    for (const reference of preferred.filter((name) => byClass.has(name))) {
      const side = fromReference(reference, members, byClass, keyOf);
      if (chosen === null || side.explained > chosen.explained) chosen = side;
      if (chosen.explained >= CLEAR * payments) break;
    }
    if (chosen === null || chosen.bands.size === 0) continue;
    references.push(chosen.reference);
    for (const [key, found] of chosen.bands) bands.set(key, found);
    for (const [name, found] of chosen.changes) {
      const rows = byClass.get(name)!;
      classes.set(name, { outside: at === 1, rows: rows.length, found, firstPay: extraFirstPay(rows) });
    }
  }
  return { bands, classes, references };
}

interface Side {
  reference: string;
  bands: Map<CellKey, FoundBands>;
  changes: Map<string, FoundChange | null>;
  explained: number;
}

/** Bands of all cells that hang together with those of one class: a cell it does not reach becomes known through classes whose change is. */
function fromReference(
  reference: string,
  members: readonly string[],
  byClass: ReadonlyMap<string, readonly Evidence[]>,
  keyOf: (claim: Evidence) => CellKey,
): Side {
  const known = new Map<string, Change>([[reference, unchanged]]);
  let bands = bandsOf(byClass.get(reference)!, keyOf, () => unchanged);
  for (let round = 0; round < ROUNDS && bands.size > 0; round++) {
    for (const [name, found] of classChanges(members, byClass, keyOf, bands)) if (found) known.set(name, found.change);
    const pooled = members.flatMap((name) => (known.has(name) ? byClass.get(name)! : []));
    bands = bandsOf(pooled, keyOf, ({ filing }) => known.get(filing)!);
  }
  const explained = [...bands.values()].flatMap(({ bands }) => bands).reduce((sum, { matched }) => sum + matched, 0);
  return { reference, bands, changes: classChanges(members, byClass, keyOf, bands), explained };
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
