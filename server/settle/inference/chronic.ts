import type { PersonGroup } from "../../../datasets/policies/policy-schema.ts";
import { bandsBehind } from "./bands.ts";
import type { CareTerms } from "./care.ts";
import { cellKey } from "./cells.ts";
import { type Change, unchanged } from "./changes.ts";
import type { Evidence } from "./evidence.ts";
import { paidBy } from "./exact.ts";
import { CLEAR, isClear, LEAST, type Mode, modeOf } from "./mode.ts";

/** How a chronic disease is paid, as far as its settlements show it; money in fen, ratios in 10⁻⁸. */
export interface ChronicTerms {
  disease: string;
  rows: number;
  design: "AS_INPATIENT" | "OWN_RATIO" | "PACKAGE";
  /** Settlements that a ratio, its own or that of in-patients, explains. */
  matched: number;
  /** Whether filings change it. */
  adjusted: boolean;
  deductible: Mode<number>;
  /** Ratio by person group, and how many settlements show it; none of AS_INPATIENT. */
  ratios: Map<PersonGroup, { ratio: number; rows: number; matched: number }>;
  limit: { period: "year" | "session"; amount: number; further: number | null; rows: number; matched: number } | null;
}

/** The terms of one disease; null where its settlements show none clearly. */
export function chronicTerms(
  disease: string,
  claims: readonly Evidence[],
  inpatient: CareTerms,
  changeOf: (filing: string) => Change | null,
): ChronicTerms | null {
  if (claims.length < LEAST) return null;
  const deductible = modeOf(claims.map(({ standard, deductible_paid }) => standard ?? deductible_paid));
  if (!isClear(deductible)) return null;
  const session = sessionLimit(claims);
  const uncut = claims.filter(({ basic_fund }) => session === null || basic_fund < session.amount);
  const known = { disease, deductible: deductible! };
  for (const adjusted of [false, true]) {
    const change = (filing: string) => (adjusted ? changeOf(filing) : unchanged);
    const ratios = ownRatios(uncut, change);
    if (ratios) {
      const limit = session ?? yearLimit(uncut, ratios, change);
      const [rows, matched] = [...ratios.values()].reduce(([a, b], each) => [a + each.rows, b + each.matched], [0, 0]);
      return { ...known, rows, matched, design: session ? "PACKAGE" : "OWN_RATIO", adjusted, ratios, limit };
    }
    const alike = session === null ? likeInpatients(uncut, inpatient, change) : null;
    if (alike) return { ...known, ...alike, design: "AS_INPATIENT", adjusted, ratios: new Map(), limit: null };
  }
  return null;
}

/** What no settlement passes and many reach. */
function sessionLimit(claims: readonly Evidence[]) {
  const most = claims.reduce((sum, { basic_fund }) => Math.max(sum, basic_fund), 0);
  const matched = claims.filter(({ basic_fund }) => basic_fund === most).length;
  if (matched < LEAST) return null;
  return { period: "session" as const, amount: most, further: null, rows: matched, matched };
}

/** One ratio for each person group at every tier; settlements that a year's limit cut are left aside if they are the fewer. */
function ownRatios(claims: readonly Evidence[], changeOf: (filing: string) => Change | null) {
  const found: ChronicTerms["ratios"] = new Map();
  for (const [group, rows] of Map.groupBy(claims, ({ person_group }) => person_group)) {
    // The first of a year are cut by no yearly limit but their own.
    const points = rows.flatMap(({ filing, deductible_paid: low, in_scope: high, basic_fund: paid, disease_fund }) => {
      const change = changeOf(filing);
      return change && disease_fund === 0 ? [{ low, high, paid, change }] : [];
    });
    const bands = bandsBehind(points);
    const [first] = bands?.bands ?? [];
    if (bands?.bands.length === 1 && first)
      found.set(group, { ratio: first.ratio, rows: first.rows, matched: first.matched });
  }
  return found.size > 0 ? found : null;
}

function yearLimit(
  claims: readonly Evidence[],
  ratios: ChronicTerms["ratios"],
  changeOf: (filing: string) => Change | null,
): ChronicTerms["limit"] {
  const cut = claims.filter(({ person_group, filing, deductible_paid, in_scope, basic_fund }) => {
    const [own, change] = [ratios.get(person_group), changeOf(filing)];
    return (
      own && change && basic_fund < paidBy([{ low: 0, ratio: own.ratio }], deductible_paid, in_scope, change.ratio)
    );
  });
  const reached = (first: boolean) =>
    modeOf(
      cut
        .filter(({ is_first_disease }) => is_first_disease === first)
        .map(({ disease_fund, basic_fund }) => disease_fund + basic_fund),
    );
  const [amount, further] = [reached(true), reached(false)];
  if (!isClear(amount)) return null;
  return {
    period: "year",
    amount: amount!.value,
    further: isClear(further) ? further!.value : null,
    rows: amount!.rows,
    matched: amount!.matched,
  };
}

function likeInpatients(
  claims: readonly Evidence[],
  inpatient: CareTerms,
  changeOf: (filing: string) => Change | null,
) {
  let rows = 0;
  let matched = 0;
  for (const { tier, person_group, filing, deductible_paid, in_scope, basic_fund } of claims) {
    const change = changeOf(filing);
    const bands = inpatient.bands.get(
      cellKey(tier, person_group, change !== unchanged && inpatient.classes.get(filing)?.outside === true),
    );
    if (!change || !bands) continue;
    rows++;
    if (paidBy(bands.bands, deductible_paid, in_scope, change.ratio) === basic_fund) matched++;
  }
  return rows >= LEAST && matched >= CLEAR * rows ? { rows, matched } : null;
}
