/** Fewer earlier runs say nothing about a rule. */
export const EARLIER_RUNS = 3;
/** Only so many of the last runs are looked at. */
export const RUNS_LOOKED_AT = 10;
/** A share of fewer rows is chance. */
export const LEAST_LOOKED_AT = 1000;
/** So many times its greatest earlier share a rule may find. */
export const TIMES = 3;
/** And so many findings beyond. */
export const BEYOND = 50;

/** How much a rule found of what it looked at. */
export interface Share {
  lookedAt: number;
  found: number;
}

/**
 * The number of findings above which a rule is held: `3 × (greatest share of its last 10 runs) × looked at + 50`. Null where nothing can be said:
 * fewer than 1,000 rows looked at now, or fewer than three earlier runs over as many. A release counts as an earlier share of what was released.
 * @param earlier runs that were carried through, the latest first
 */
export function mostExpected(now: Share, earlier: readonly Share[], released: Share | null): number | null {
  if (now.lookedAt < LEAST_LOOKED_AT) return null;
  const telling = earlier.slice(0, RUNS_LOOKED_AT).filter(({ lookedAt }) => lookedAt >= LEAST_LOOKED_AT);
  if (telling.length < EARLIER_RUNS) return null;
  const shares = [...telling, ...(released ? [released] : [])].map(({ found, lookedAt }) => found / lookedAt);
  return Math.floor(TIMES * Math.max(...shares) * now.lookedAt) + BEYOND;
}
