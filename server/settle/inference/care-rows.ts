import { type PersonGroup, type PolicyVersion, UNKNOWN } from "../../../datasets/policies/policy-schema.ts";
import type { CareTerms } from "./care.ts";
import { cellOf } from "./cells.ts";
import { type FoundStandards, usualMode } from "./deductibles.ts";
import { decimal, yuan } from "./exact.ts";
import type { Findings } from "./findings.ts";
import { LEAST, LEAST_EXACT } from "./mode.ts";

type Care = "inpatient" | "outpatient";
type DeductibleRow = PolicyVersion["deductibles"][number];
type SegmentRow = PolicyVersion["segments"][number];

/** The rows of a file that state the deductibles of a care. */
export function deductibleRows(
  care: Care,
  terms: CareTerms,
  groups: readonly PersonGroup[],
  findings: Findings,
): DeductibleRow[] {
  for (const [key, rows] of terms.cells) {
    const where = cellOf(key);
    const found = terms.standards.get(key);
    if (!found) {
      findings.leave("deductible", care, where, rows, rows < LEAST ? "few_claims" : "no_clear_mode");
      continue;
    }
    for (const [at, standard] of found.standards.entries())
      findings.state("deductible", care, { ...where, admission: at + 1 }, yuan(standard.value), standard);
    if (found.later) {
      const { admission, rows, reason } = found.later;
      findings.leave("deductible", care, { ...where, admission }, rows, reason);
    }
  }
  const mode = modeOf(care, terms, findings);
  const merged = care === "inpatient" ? mergedOf(terms, findings) : {};
  const standardsIn = ({ standards, later }: FoundStandards) => [
    ...standards.map(({ value }) => yuan(value)),
    ...(later && mode === "PER_VISIT" ? [UNKNOWN] : []),
  ];
  return tiersByGroup(terms.standards, groups, standardsIn).map(({ groups, tiers }) => ({
    care: [care],
    ...groups,
    mode,
    ...merged,
    tiers,
  }));
}

function modeOf(
  care: Care,
  { mode: { found, rows, likeliest }, standards, cells }: CareTerms,
  findings: Findings,
): DeductibleRow["mode"] {
  const amounts = new Set([...standards.values()].flatMap(({ standards }) => standards.map(({ value }) => value)));
  if (found) {
    findings.state("rule", care, {}, found.mode, found);
    // With one standard for every tier there is nothing to top up; of tiers that are not stated nobody knows.
    const isTold = found.rival === null || (amounts.size === 1 && [...cells.keys()].every((key) => standards.has(key)));
    if (!isTold) findings.leave("rule", care, {}, found.rows, "not_told_apart", found.mode);
    return found.mode;
  }
  const assumed = likeliest ?? usualMode[care];
  if ([...amounts].some((amount) => amount > 0))
    findings.leave("rule", care, {}, rows, rows < LEAST_EXACT ? "few_claims" : "no_clear_mode", assumed);
  return assumed;
}

/** Interim settlements and transfers each share a deductible, or do not, if nine tenths of 50 say so. */
function mergedOf({ merged: { interim, transfer } }: CareTerms, findings: Findings): Pick<DeductibleRow, "merged"> {
  const shares = ({ rows, shared, own }: typeof interim) =>
    rows < LEAST ? null : shared >= 0.9 * rows ? true : own >= 0.9 * rows ? false : null;
  const [visits, transfers] = [shares(interim), shares(transfer)];
  const merged = visits && transfers ? "both" : visits ? "interim" : transfers ? "transfer" : "none";
  if (visits === null || transfers === null)
    findings.leave("rule", "inpatient", {}, interim.rows + transfer.rows, "few_claims", `merged ${merged}`);
  else
    findings.state("rule", "inpatient", {}, `merged ${merged}`, {
      rows: interim.rows + transfer.rows,
      matched: Math.max(interim.shared, interim.own) + Math.max(transfer.shared, transfer.own),
    });
  return { merged };
}

/** The rows that state the bands of a care; `outsidePoints`, in 10⁻⁸, are taken off again by the classes that use rows for care outside. */
export function segmentRows(
  care: Care,
  terms: CareTerms,
  groups: readonly PersonGroup[],
  outsidePoints: number,
  findings: Findings,
): SegmentRow[] {
  const clear = statedBands(terms);
  for (const [key, rows] of terms.cells) {
    const where = cellOf(key);
    const found = clear.get(key);
    if (!found) {
      findings.leave("ratio", care, where, rows, rows < LEAST ? "few_claims" : "no_clear_mode");
      continue;
    }
    const added = where.tier.startsWith("O") ? outsidePoints : 0;
    for (const band of found.bands) {
      findings.state("ratio", care, { ...where, band: yuan(band.low) }, decimal(band.ratio + added), band);
    }
    if (found.beyond)
      findings.leave(
        "ratio",
        care,
        { ...where, band: yuan(found.beyond.from) },
        found.beyond.rows,
        found.beyond.rows < LEAST ? "few_claims" : "no_clear_mode",
      );
  }
  return tiersByGroup(clear, groups, ({ bands, upTo }, tier): [string, string][] => [
    ...bands.map(({ low, ratio }): [string, string] => [
      yuan(low),
      decimal(Math.min(1e8, ratio + (tier.startsWith("O") ? outsidePoints : 0))),
    ]),
    [yuan(upTo), UNKNOWN],
  ]).map(({ groups, tiers }) => ({ care: [care], ...groups, basis: "PER_SETTLEMENT", tiers }));
}

/** One row for person groups that are paid alike at every tier. */
function tiersByGroup<Found, Value>(
  cells: ReadonlyMap<string, Found>,
  all: readonly PersonGroup[],
  valueIn: (found: Found, tier: string) => Value,
): { groups: { groups?: PersonGroup[] }; tiers: Record<string, Value> }[] {
  const byGroup = all.flatMap((group) => {
    const tiers: Record<string, Value> = {};
    for (const tier of ["3", "2", "1", "0", "O3", "O2", "O1", "O0"]) {
      const found = cells.get(`${tier}|${group}`);
      if (found) tiers[tier] = valueIn(found, tier);
    }
    return Object.keys(tiers).length > 0 ? [{ group, tiers }] : [];
  });
  return [...Map.groupBy(byGroup, ({ tiers }) => JSON.stringify(tiers)).values()].map((alike) => ({
    groups: alike.length === all.length ? {} : { groups: alike.map(({ group }) => group) },
    tiers: alike[0]!.tiers,
  }));
}

/** The cells whose bands enough settlements bear to state them. */
export function statedBands({ bands, paying }: CareTerms) {
  return new Map([...bands].filter(([key]) => paying.get(key)! >= LEAST));
}
