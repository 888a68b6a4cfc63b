import type { CareGroup, PersonGroup } from "../../../datasets/policies/policy-schema.ts";
import type { Evidence } from "./evidence.ts";
import { CLEAR, LEAST, modeOf } from "./mode.ts";

export interface FoundCeiling {
  care: CareGroup[];
  group: PersonGroup;
  basis: "FUND" | "ELIGIBLE";
  amount: number;
  /** Settlements that name what it left or were cut by it, and those that give this amount. */
  rows: number;
  matched: number;
}

/** A settlement with what bands would have paid without a ceiling, and up to where they give what was paid; fen. */
export interface Cut {
  claim: Evidence;
  /** Eligible cost up to which the bands give what was paid. */
  eligible: number;
}

/** Whose spending may count towards one ceiling. */
const pools: CareGroup[][] = [
  ["inpatient", "chronic"],
  ["inpatient"],
  ["inpatient", "outpatient", "chronic"],
  ["outpatient"],
  ["chronic"],
];

/**
 * The ceiling of a care and person group: of the pools that hold the care the one under which most settlements give one amount, from what the record
 * says the ceiling left, else from settlements cut by it. Null with how many settlements there were.
 */
export function ceilingBehind(
  care: "inpatient" | "outpatient" | "chronic",
  group: PersonGroup,
  claims: readonly Evidence[],
  cut: readonly Cut[],
): { found: FoundCeiling | null; rows: number } {
  const stated = claims.filter(({ remaining_limit }) => remaining_limit !== null);
  const from = (basis: "FUND" | "ELIGIBLE", amounts: (pool: readonly CareGroup[]) => number[]) =>
    pools
      .filter((pool) => pool.includes(care))
      .flatMap((pool): FoundCeiling[] => {
        const mode = modeOf(amounts(pool));
        return mode ? [{ care: pool, group, basis, amount: mode.value, rows: mode.rows, matched: mode.matched }] : [];
      });
  const candidates = [
    ...from("FUND", (pool) => stated.map((claim) => claim.remaining_limit! + fundBefore(claim, pool))),
    ...from("FUND", (pool) => repeated(cut.map(({ claim }) => claim.basic_fund + fundBefore(claim, pool)))),
    ...from("ELIGIBLE", (pool) => repeated(cut.map(({ claim, eligible }) => eligible + scopeBefore(claim, pool)))),
  ].filter(({ rows, matched }) => rows >= LEAST && matched >= CLEAR * rows);
  const found = candidates.reduce<FoundCeiling | null>(
    (a, b) => (a && a.matched / a.rows >= b.matched / b.rows ? a : b),
    null,
  );
  return { found, rows: Math.max(stated.length, cut.length) };
}

/** A payment that is merely wrong gives an amount of its own; a ceiling gives the same one again and again. */
function repeated(amounts: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const amount of amounts) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  return amounts.filter((amount) => counts.get(amount)! > 1);
}

const fundBefore = (claim: Evidence, pool: readonly CareGroup[]) =>
  (pool.includes("inpatient") ? claim.inpatient_fund : 0) +
  (pool.includes("chronic") ? claim.chronic_fund : 0) +
  (pool.includes("outpatient") ? claim.outpatient_fund : 0);

const scopeBefore = (claim: Evidence, pool: readonly CareGroup[]) =>
  (pool.includes("inpatient") ? claim.inpatient_in_scope : 0) +
  (pool.includes("chronic") ? claim.chronic_in_scope : 0) +
  (pool.includes("outpatient") ? claim.outpatient_in_scope : 0);
