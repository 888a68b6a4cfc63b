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
  /** Whether settlements show whose spending counts. */
  isTold: boolean;
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
 * else settlements cut by it show it, whose payment or eligible cost adds up to one amount with what the year paid before. Whose spending counts is told by
 * later settlements. Null with how many settlements there were.
 */
export function ceilingBehind(
  care: "inpatient" | "outpatient",
  group: PersonGroup,
  claims: readonly Evidence[],
  cut: readonly Cut[],
): { found: FoundCeiling | null; rows: number } {
  const stated = claims.filter(({ remaining_limit }) => remaining_limit !== null);
  const amount = modeOf(
    stated.filter((claim) => fundBefore(claim, everyCare) === 0).map((claim) => claim.remaining_limit!),
  );
  const open = pools.filter((pool) => pool.includes(care));
  if (stated.length >= LEAST && amount && amount.rows >= LEAST_EXACT && amount.share >= CLEAR) {
    const later = stated.filter((claim) => fundBefore(claim, everyCare) > 0);
    const { pool, share, rows } = bestPool(
      open,
      later,
      (claim, pool) => claim.remaining_limit! + fundBefore(claim, pool) === amount.value,
    );
    const isTold = rows >= LEAST && share >= CLEAR;
    return {
      found: {
        care: isTold ? pool : open[0]!,
        group,
        basis: "FUND",
        amount: amount.value,
        rows: amount.rows,
        matched: amount.matched,
        isTold,
      },
      rows: stated.length,
    };
  }
  const candidates = open.flatMap((pool) =>
    (["FUND", "ELIGIBLE"] as const).flatMap((basis): FoundCeiling[] => {
      const sums = cut.map(({ claim, eligible }) =>
        basis === "FUND" ? claim.basic_fund + fundBefore(claim, pool) : eligible + scopeBefore(claim, pool),
      );
      const mode = modeOf(repeated(sums));
      return isClear(mode)
        ? [{ care: pool, group, basis, amount: mode!.value, rows: mode!.rows, matched: mode!.matched, isTold: true }]
        : [];
    }),
  );
  const found = candidates.reduce<FoundCeiling | null>((a, b) => (a && a.matched >= b.matched ? a : b), null);
  return { found, rows: Math.max(stated.length, cut.length) };
}

/** The pool under which most settlements hold; of equal ones the first. */
function bestPool(
  open: readonly CareGroup[][],
  claims: readonly Evidence[],
  holds: (claim: Evidence, pool: CareGroup[]) => boolean,
) {
  const rows = claims.length;
  const counted = open.map((pool) => ({ pool, matched: claims.filter((claim) => holds(claim, pool)).length }));
  const { pool, matched } = counted.reduce((a, b) => (b.matched > a.matched ? b : a));
  return { pool, rows, share: rows === 0 ? 0 : matched / rows };
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
