import type { PersonGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { CareTerms } from "./care.ts";
import { type Cut, ceilingBehind, type FoundCeiling } from "./ceilings.ts";
import { cellKey } from "./cells.ts";
import { unchanged } from "./changes.ts";
import type { Evidence } from "./evidence.ts";
import { half, type InferredBand, paidBy, UNIT, yuan } from "./exact.ts";
import type { Findings } from "./findings.ts";

/** The ceilings of a version: of in-patients with what counts beside them, and of out-patients, where those of in-patients are not theirs too. */
export function ceilingsOf(
  inpatient: CareTerms,
  outpatient: CareTerms,
  groups: readonly PersonGroup[],
  findings: Findings,
): PolicyVersion["caps"] {
  const found: FoundCeiling[] = [];
  for (const [care, terms] of [
    ["inpatient", inpatient],
    ["outpatient", outpatient],
  ] as const) {
    const looked = groups.flatMap((group) => {
      if (found.some((other) => other.group === group && other.care.includes(care))) return [];
      const claims = [...terms.claims, ...terms.doubtful].filter(({ person_group }) => person_group === group);
      const cut = claims.flatMap((claim) => cutOf(claim, terms));
      return [{ group, claims, ceiling: ceilingBehind(care, group, claims, cut) }];
    });
    const told = looked.find(({ ceiling }) => ceiling.found?.pools.length === 1)?.ceiling.found;
    for (const { group, claims, ceiling } of looked) {
      if (ceiling.found) {
        const { basis, amount, pools } = ceiling.found;
        // Where a group does not tell whose spending counts, another one of the area may.
        const pool = pools.find((each) => String(each) === String(told?.care)) ?? ceiling.found.care;
        found.push({ ...ceiling.found, care: pool });
        findings.state("ceiling", care, { group }, `${basis} ${yuan(amount)}`, ceiling.found);
        if (pools.length > 1)
          findings.leave("ceiling", care, { group }, ceiling.rows, "not_told_apart", `of ${pool.join(", ")}`);
      } else if (claims.length > 0)
        findings.leave(
          "ceiling",
          care,
          { group },
          ceiling.rows,
          ceiling.rows === 0 ? "not_seen" : "no_clear_mode",
          "none",
        );
    }
  }
  const alike = Map.groupBy(found, ({ care, basis, amount }) => `${care} ${basis} ${amount}`);
  return [...alike.values()].map((those) => {
    const { care, basis, amount } = those[0]!;
    const isAll = those.length === groups.length;
    return { care, ...(isAll ? {} : { groups: those.map(({ group }) => group) }), basis, amount: yuan(amount) };
  });
}

/** A settlement that was paid less than its bands give, as cut by a ceiling would be. */
function cutOf(claim: Evidence, terms: CareTerms): Cut[] {
  const filed = terms.classes.get(claim.filing);
  const change = claim.filing === "HOME" ? unchanged : filed?.found?.change;
  const bands = terms.bands.get(cellKey(claim.tier, claim.person_group, filed?.outside ?? false))?.bands;
  if (!change || !bands || claim.in_scope <= claim.deductible_paid) return [];
  if (claim.basic_fund >= paidBy(bands, claim.deductible_paid, claim.in_scope, change.ratio)) return [];
  return [{ claim, eligible: reachedBy(bands, claim.deductible_paid, claim.basic_fund, change.ratio) }];
}

/** Eligible cost from `low` on for which bands pay an amount. */
function reachedBy(
  bands: readonly InferredBand[],
  low: number,
  paid: number,
  adjusted: (ratio: number) => number,
): number {
  let left = paid;
  let at = low;
  for (const [i, { ratio }] of bands.entries()) {
    const high = bands[i + 1]?.low ?? Number.POSITIVE_INFINITY;
    if (high <= at) continue;
    const paying = adjusted(ratio);
    if (paying > 0) {
      const whole = half(high - at, paying);
      if (left < whole) return at + Math.round((left * UNIT) / paying);
      left -= whole;
    }
    if (high === Number.POSITIVE_INFINITY) return at;
    at = high;
  }
  return at;
}
