import { bandsBehind, type FoundBands, type Point } from "./bands.ts";
import type { CellKey } from "./cells.ts";
import {
  type Change,
  type Compared,
  changeBehind,
  extraFirstPay,
  type FirstPay,
  type FoundChange,
  unchanged,
} from "./changes.ts";
import type { Evidence } from "./evidence.ts";
import { decimal } from "./exact.ts";
import { CLEAR } from "./mode.ts";

/** What a filing class changes: its ratios against those of the rows it uses, or first-pay before them. */
export interface ClassTerms {
  outside: boolean;
  rows: number;
  found: FoundChange | null;
  firstPay: FirstPay | null;
}

/** Care at home, and filings that national rules pay as care at home, best first; and those outside, the best paid first. */
export const HOME = ["HOME", "LT_RETIRE", "LT_RESIDE", "LT_WORK"];
export const AWAY = ["EXEMPT", "TMP_REFER", "TMP_EMERG", "TMP_OTHER", "NONE"];
/** Cells become known through classes and classes through cells. */
const ROUNDS = 3;

/** Payments that a ceiling cut say nothing of ratios. */
export const isFree = ({ remaining_limit, basic_fund }: Evidence) =>
  remaining_limit === null || basic_fund < remaining_limit;

/** Bands of all cells, and what each filing changes of them, from payments at home and, of classes with rows of their own, outside. */
export function ratiosOf(
  claims: readonly Evidence[],
  keyOf: (claim: Evidence) => CellKey,
  outside: ReadonlySet<string>,
) {
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
      const firstPay = extraFirstPay(rows);
      const term = firstPay === "unclear" ? { found: null, firstPay: null } : { found, firstPay };
      classes.set(name, { outside: at === 1, rows: rows.length, ...term });
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

const digitsOf = ({ value }: Change) => decimal(value).length;

/** Where points and a factor explain a class alike, the kind that explains the other classes of the area counts; where none tells, the shorter number. */
function agreed(found: Map<string, FoundChange | null>): Map<string, FoundChange | null> {
  const told = [...found.values()].filter((each) => each && each.rival === null && each.change.value !== 0);
  const factors = told.filter((each) => each!.change.mode === "FACTOR").length;
  const mode = factors > told.length / 2 ? "FACTOR" : "POINTS";
  return new Map(
    [...found].map(([name, each]) => {
      if (!each?.rival || each.change.value === 0) return [name, each && { ...each, rival: null }];
      const rival = told.length > 0 ? null : each.rival;
      const isChosen = rival === null ? each.change.mode === mode : digitsOf(each.change) <= digitsOf(rival);
      if (isChosen) return [name, { ...each, rival }];
      return [name, { ...each, change: each.rival, rival: rival && each.change }];
    }),
  );
}
