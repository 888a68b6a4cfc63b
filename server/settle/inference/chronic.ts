import type { PersonGroup } from "../../../datasets/policies/policy-schema.ts";
import { bandsBehind } from "./bands.ts";
import type { CareTerms } from "./care.ts";
import { cellKey } from "./cells.ts";
import { type Change, unchanged } from "./changes.ts";
import { type ChronicLimit, sessionLimit, yearLimit, yearStops } from "./chronic-limit.ts";
import type { Evidence } from "./evidence.ts";
import { paidBy } from "./exact.ts";
import { CLEAR, isShown, LEAST_EXACT, type Mode, modeOf } from "./mode.ts";

/** How a chronic disease is paid, as far as its settlements show it; money in fen, ratios in 10⁻⁸. */
export interface ChronicTerms {
  disease: string;
  rows: number;
  design: "AS_INPATIENT" | "OWN_RATIO" | "PACKAGE";
  /** Settlements that a ratio, its own or that of in-patients, explains. */
  matched: number;
  /** Whether filings change it; null where no settlement tells. */
  adjusted: boolean | null;
  deductible: Mode<number>;
  /** Ratio by person group, and how many settlements show it; none of AS_INPATIENT. */
  ratios: OwnRatios;
  limit: ChronicLimit | null;
}

/** Ratios that payments fit to the fen; `behind` counts the settlements with cost above the deductible, those too that show no ratio. */
export type OwnRatios = Map<PersonGroup, { ratio: number; rows: number; matched: number; behind: number }>;
export type ChangeOf = (filing: string) => Change | null;

/** What a filing class changes of the rows it uses, and what its row states, which is all that counts for a ratio of a disease's own. */
export interface ClassChanges {
  ofRows: ChangeOf;
  stated: ChangeOf;
}

/** The terms of one disease; null where its settlements show none clearly. */
export function chronicTerms(
  disease: string,
  claims: readonly Evidence[],
  inpatient: CareTerms,
  changes: ClassChanges,
): ChronicTerms | null {
  const deductible = modeOf(claims.flatMap(shownDeductible));
  if (!deductible || !isShown(deductible, claims.length)) return null;
  const session = sessionLimit(claims);
  const [ofFirst, ofFurther] = [true, false].map((isFirst) => yearStops(claims, isFirst)) as [Set<number>, Set<number>];
  const stops = (isFirst: boolean) => (isFirst ? ofFirst : ofFurther);
  const free = claims.filter(({ basic_fund, disease_fund, is_first_disease }) =>
    session === null ? !stops(is_first_disease).has(disease_fund + basic_fund) : basic_fund < session.amount,
  );
  const none = { ofRows: () => unchanged, stated: () => unchanged };
  const [plain, filed] = [none, changes].map(({ ofRows, stated: change }) => {
    const ratios = ownRatios(free, change);
    const own = sum([...ratios.values()]);
    const alike = session === null ? likeInpatients(free, inpatient, ofRows) : { rows: 0, matched: 0, byTier: false };
    return { change, ratios, own, alike, matched: Math.max(own.matched, alike.matched) };
  }) as [Explained, Explained];
  const adjusted = plain.matched === filed.matched ? null : filed.matched > plain.matched;
  const { change, ratios, own, alike } = adjusted ? filed : plain;
  const known = { disease, deductible, adjusted };
  if (alike.rows >= LEAST_EXACT && alike.matched >= CLEAR * alike.rows && alike.matched >= own.matched) {
    // One ratio may happen to be that of in-patients; ratios that differ with the tier are none of the disease's own.
    if (!alike.byTier) return null;
    const { rows, matched } = alike;
    return { ...known, rows, matched, design: "AS_INPATIENT", ratios: new Map(), limit: null };
  }
  if (ratios.size === 0) return null;
  const limit = session ?? yearLimit(claims, ratios, change);
  return { ...known, ...own, design: session ? "PACKAGE" : "OWN_RATIO", ratios, limit };
}

interface Explained {
  change: ChangeOf;
  ratios: OwnRatios;
  own: Counted;
  alike: Counted & { byTier: boolean };
  matched: number;
}

interface Counted {
  rows: number;
  matched: number;
}

const sum = (those: readonly Counted[]): Counted =>
  those.reduce((a, b) => ({ rows: a.rows + b.rows, matched: a.matched + b.matched }), { rows: 0, matched: 0 });

/** The standard a record names; of a deductible taken once a year the first settlement shows it where cost was left. */
function shownDeductible({ standard, deductible_paid, care_in_scope, in_scope }: Evidence): number[] {
  if (standard !== null) return [standard];
  return care_in_scope === 0 && in_scope > deductible_paid ? [deductible_paid] : [];
}

/** One ratio for each person group at every tier. */
function ownRatios(claims: readonly Evidence[], changeOf: ChangeOf): OwnRatios {
  const found: OwnRatios = new Map();
  for (const [group, rows] of Map.groupBy(claims, ({ person_group }) => person_group)) {
    const paying = rows.filter(({ in_scope, deductible_paid }) => in_scope > deductible_paid);
    // The first of a year are cut by no yearly limit but their own.
    const points = paying.flatMap(
      ({ filing, deductible_paid: low, in_scope: high, basic_fund: paid, disease_fund }) => {
        const change = changeOf(filing);
        return change && disease_fund === 0 ? [{ low, high, paid, change }] : [];
      },
    );
    const [first, ...above] = bandsBehind(points)?.bands ?? [];
    if (first && above.length === 0)
      found.set(group, { ratio: first.ratio, rows: first.rows, matched: first.matched, behind: paying.length });
  }
  return found;
}

/** The settlements that the bands of in-patients explain; those of kinds whose bands are known; and whether a person group's ratios differ among them. */
function likeInpatients(claims: readonly Evidence[], inpatient: CareTerms, changeOf: ChangeOf): Explained["alike"] {
  const told = claims.flatMap(({ tier, person_group, filing, deductible_paid, in_scope, basic_fund, disease_fund }) => {
    const change = changeOf(filing);
    const outside = change !== unchanged && inpatient.classes.get(filing)?.outside === true;
    const cell = inpatient.bands.get(cellKey(tier, person_group, outside));
    if (!change || !cell || disease_fund > 0 || in_scope <= deductible_paid) return [];
    if (in_scope >= (cell.beyond?.from ?? Number.POSITIVE_INFINITY)) return [];
    const isPaid = paidBy(cell.bands, deductible_paid, in_scope, change.ratio) === basic_fund;
    return [{ isPaid, person_group, ratio: cell.bands[0]!.ratio }];
  });
  const paid = told.filter(({ isPaid }) => isPaid);
  const kinds = new Set(paid.map(({ person_group, ratio }) => `${person_group} ${ratio}`));
  const groups = new Set(paid.map(({ person_group }) => person_group));
  return { rows: told.length, matched: paid.length, byTier: kinds.size > groups.size };
}
