import type { PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { Evidence } from "./evidence.ts";
import { CLEAR, isShown, LEAST, LEAST_EXACT, type Mode, modeOf } from "./mode.ts";

export type DeductibleMode = PolicyVersion["deductibles"][number]["mode"];
export type Merged = NonNullable<PolicyVersion["deductibles"][number]["merged"]>;

/** Standards of one kind of person and place by admission of the year; the last holds for all later ones. */
export interface FoundStandards {
  standards: Mode<number>[];
  /** Later admissions that nobody had, too few, or without a clear mode: the first of them and how many rows. */
  later: { admission: number; rows: number; reason: "not_seen" | "few_claims" | "no_clear_mode" } | null;
}

/** Admissions told apart. */
const ADMISSIONS = 5;
/** Later admissions have to be charged alike for a standard to hold for all that follow. */
const TELLING = 3;

/** The deductible a record shows: the one it names, else what was paid of it where eligible cost was left. */
export function shownStandard({ standard, in_scope, deductible_paid }: Evidence): number | null {
  if (standard !== null) return standard;
  return in_scope > deductible_paid ? deductible_paid : null;
}

/** Whole, single stays: what is merged with others shows no standard of its own. */
export const isWhole = ({ in_parts, transferred }: Evidence) => !in_parts && !transferred;

/** Standards by admission; null where the first has none that is clear. `byAdmission` false: one standard for all. */
export function standardsBehind(claims: readonly Evidence[], byAdmission: boolean): FoundStandards | null {
  const shown = claims.filter((claim) => isWhole(claim) && shownStandard(claim) !== null);
  const named = shown.filter(({ standard }) => standard !== null).length > shown.length / 2;
  if (!byAdmission) {
    // What was paid of a deductible that is taken once a year shows it in the first settlement only.
    const telling = named ? shown : shown.filter(({ care_in_scope }) => care_in_scope === 0);
    const mode = modeOf(telling.map((claim) => shownStandard(claim)!));
    return isShown(mode, claims.length) ? { standards: [mode!], later: null } : null;
  }
  const standards: Mode<number>[] = [];
  for (let admission = 1; ; admission++) {
    const [those, later] = [0, 1].map((n) => shown.filter((claim) => claim.admission >= admission + n)) as [
      Evidence[],
      Evidence[],
    ];
    const [all, ofLater] = [
      modeOf(those.map((claim) => shownStandard(claim)!)),
      modeOf(later.map((claim) => shownStandard(claim)!)),
    ];
    const behind = claims.filter((claim) => claim.admission >= admission);
    const isAlike = all !== null && ofLater?.value === all.value && ofLater.rows >= TELLING && ofLater.share >= CLEAR;
    if (isShown(all, behind.length) && isAlike) return { standards: [...standards, all!], later: null };
    const own = modeOf(those.filter((claim) => claim.admission === admission).map((claim) => shownStandard(claim)!));
    const ownBehind = behind.filter((claim) => claim.admission === admission);
    if (admission < ADMISSIONS && own && isShown(own, ownBehind.length)) {
      standards.push(own);
      continue;
    }
    if (admission === 1) return null;
    const reason = behind.length === 0 ? "not_seen" : behind.length < LEAST ? "few_claims" : "no_clear_mode";
    return { standards, later: { admission, rows: behind.length, reason } };
  }
}

/** What each mode takes of a standard (domain note §2.4); fen. */
const taken: Record<DeductibleMode, (claim: Evidence, standard: number) => number> = {
  PER_VISIT: ({ in_scope: x }, s) => Math.min(x, s),
  ANNUAL: ({ in_scope: x, care_in_scope: y }, s) => Math.min(y + x, s) - Math.min(y, s),
  QUARTER: ({ in_scope: x, quarter_in_scope: y }, s) => Math.min(y + x, s) - Math.min(y, s),
  MONTH: ({ in_scope: x, month_in_scope: y }, s) => Math.min(y + x, s) - Math.min(y, s),
  PER_HOSP_YEAR: ({ in_scope: x, institution_seen }, s) => (institution_seen ? 0 : Math.min(x, s)),
  ANNUAL_TOPUP: ({ in_scope: x, care_deductible: paid }, s) => Math.min(x, Math.max(0, s - paid)),
};

export interface FoundMode {
  mode: DeductibleMode;
  /** Another mode that explains as many. */
  rival: DeductibleMode | null;
  /** Settlements on which the modes part, and those the chosen one explains. */
  rows: number;
  matched: number;
}

/** The mode where settlements do not tell modes apart. */
export const usualMode = { inpatient: "PER_VISIT", outpatient: "ANNUAL" } as const;

/**
 * The mode that explains what was paid by most settlements on which modes part, of equals the usual one of the care; null where none is clear, with how many
 * there are and the one that all but explains them.
 */
export function modeBehind(
  claims: readonly Evidence[],
  care: keyof typeof usualMode,
  standardOf: (claim: Evidence, byAdmission: boolean) => number | null,
): { found: FoundMode | null; rows: number; likeliest: DeductibleMode | null } {
  const names = Object.keys(taken) as DeductibleMode[];
  const matched = Object.fromEntries(names.map((name) => [name, 0])) as Record<DeductibleMode, number>;
  let rows = 0;
  for (const claim of claims) {
    const [visit, year] = [standardOf(claim, true), standardOf(claim, false)];
    if (!isWhole(claim) || visit === null || year === null) continue;
    const amounts = names.map((name) => taken[name](claim, name === "PER_VISIT" ? visit : year));
    if (amounts.every((amount) => amount === amounts[0])) continue;
    rows++;
    for (const [i, name] of names.entries()) if (amounts[i] === claim.deductible_paid) matched[name]++;
  }
  const mode = names.reduce<DeductibleMode>((a, b) => (matched[b] > matched[a] ? b : a), usualMode[care]);
  const isLikely = rows > 0 && matched[mode] >= CLEAR * rows;
  const rival = names.find((name) => name !== mode && matched[name] === matched[mode]) ?? null;
  const found = isLikely && rows >= LEAST_EXACT ? { mode, rival, rows, matched: matched[mode] } : null;
  return { found, rows, likeliest: isLikely ? mode : null };
}

/** Which settlements share one deductible; by those of one encounter and by transfers, where there are enough. */
export function mergedBehind(claims: readonly Evidence[], standardOf: (claim: Evidence) => number | null) {
  const share = (those: readonly Evidence[], amount: (claim: Evidence, standard: number) => number) => {
    const told = those.flatMap((claim) => {
      const standard = standardOf(claim);
      return standard === null || Math.min(claim.in_scope, standard) === amount(claim, standard)
        ? []
        : [{ claim, standard }];
    });
    const shared = told.filter(({ claim, standard }) => claim.deductible_paid === amount(claim, standard)).length;
    const own = told.filter(
      ({ claim, standard }) => claim.deductible_paid === Math.min(claim.in_scope, standard),
    ).length;
    return { rows: told.length, shared, own };
  };
  const interim = share(
    claims.filter(({ in_parts }) => in_parts),
    ({ in_scope, encounter_deductible }, standard) => Math.min(in_scope, Math.max(0, standard - encounter_deductible)),
  );
  const transfer = share(
    claims.filter(({ transferred, in_parts }) => transferred && !in_parts),
    ({ in_scope, care_deductible }, standard) => Math.min(in_scope, Math.max(0, standard - care_deductible)),
  );
  return { interim, transfer };
}
