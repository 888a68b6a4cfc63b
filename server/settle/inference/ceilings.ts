import type { CareGroup, PersonGroup } from "../../../datasets/policies/policy-schema.ts";
import type { Evidence } from "./evidence.ts";
import { CLEAR, isClear, LEAST, LEAST_EXACT, modeOf } from "./mode.ts";

export interface FoundCeiling {
  care: CareGroup[];
  group: PersonGroup;
  basis: "FUND" | "ELIGIBLE";
  amount: number;
  /** Settlements that name what it left or were cut by it, and those that give this amount. */
  rows: number;
  matched: number;
  /** Whose spending may count: `care`, and what else gives as many settlements. */
  pools: CareGroup[][];
}

/** A settlement with what bands would have paid without a ceiling, and up to where they give what was paid; fen. */
export interface Cut {
  claim: Evidence;
  /** Eligible cost up to which the bands give what was paid. */
  eligible: number;
}

/** Whose spending may count towards one ceiling. */
const everyCare: CareGroup[] = ["inpatient", "outpatient", "chronic"];
const pools: CareGroup[][] = [
  ["inpatient", "chronic"],
  ["inpatient"],
  ["outpatient"],
  ["inpatient", "outpatient", "chronic"],
];

/**
 * The ceiling of a care and person group. What the record says is left before the first settlement of a year is the ceiling, whatever counts towards it;
 * else what is left, or of settlements cut by it what they come to, adds up to one amount with what the year held before. Null with how many settlements
 * speak of one.
 */
export function ceilingBehind(
  care: "inpatient" | "outpatient",
  group: PersonGroup,
  claims: readonly Evidence[],
  cut: readonly Cut[],
): { found: FoundCeiling | null; rows: number } {
  const stated = claims.filter(({ remaining_limit }) => remaining_limit !== null);
  const open = pools.filter((pool) => pool.includes(care));
  const of = (basis: "FUND" | "ELIGIBLE", amounts: (pool: CareGroup[]) => number[]) =>
    open.flatMap((pool): FoundCeiling[] => {
      const mode = modeOf(amounts(pool));
      if (!mode || !isClear(mode)) return [];
      return [{ care: pool, group, basis, amount: mode.value, rows: mode.rows, matched: mode.matched, pools: [pool] }];
    });
  const candidates = [
    ...of("FUND", (pool) => stated.map((claim) => claim.remaining_limit! + fundBefore(claim, pool))),
    ...of("FUND", (pool) => repeated(cut.map(({ claim }) => claim.basic_fund + fundBefore(claim, pool)))),
    ...of("ELIGIBLE", (pool) => repeated(cut.map(({ claim, eligible }) => eligible + scopeBefore(claim, pool)))),
  ];
  const best = candidates.reduce<FoundCeiling | null>((a, b) => (a && a.matched >= b.matched ? a : b), null);
  // Where nobody had spent anything else before, every pool gives the same.
  const alike = candidates.filter(({ basis, matched }) => basis === best?.basis && matched === best.matched);
  const found = best && { ...best, pools: alike.map(({ care }) => care) };
  const again = repeated(cut.map(({ claim }) => claim.basic_fund + fundBefore(claim, open[0]!))).length;
  return { found: found ?? ofFirsts(group, stated, open), rows: Math.max(stated.length, again) };
}

/** The ceiling that the first settlements of a year name; whose spending counts they do not tell. */
function ofFirsts(group: PersonGroup, stated: readonly Evidence[], open: CareGroup[][]): FoundCeiling | null {
  const firsts = stated.filter((claim) => fundBefore(claim, everyCare) === 0);
  const mode = modeOf(firsts.map(({ remaining_limit }) => remaining_limit!));
  if (!mode || stated.length < LEAST || mode.rows < LEAST_EXACT || mode.share < CLEAR) return null;
  return {
    care: open[0]!,
    group,
    basis: "FUND",
    amount: mode.value,
    rows: mode.rows,
    matched: mode.matched,
    pools: open,
  };
}

/** A payment that is merely wrong gives an amount of its own; a ceiling gives the same one again and again. */
export function repeated(amounts: readonly number[]): number[] {
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
