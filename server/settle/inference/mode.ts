/** Fewer rows say nothing. */
export const LEAST = 50;
/**
 * Where each row has to fit to the fen, fewer lead to a rule: of payments by chance hardly one in a hundred fits a ratio of four digits, so eight that all fit one
 * are no chance. It is stated only where 50 settlements are behind it.
 */
export const LEAST_EXACT = 8;
/** The share of its rows a value must have to be the usual one. */
export const CLEAR = 0.9;

export interface Mode<T> {
  value: T;
  /** Rows looked at, and those with the value. */
  rows: number;
  matched: number;
  share: number;
}

/** The most frequent value; of two equally frequent ones the first met. Null of nothing. */
export function modeOf<T>(values: Iterable<T>): Mode<T> | null {
  const counts = new Map<T, number>();
  let rows = 0;
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    rows++;
  }
  let best: { value: T; matched: number } | null = null;
  for (const [value, matched] of counts) if (best === null || matched > best.matched) best = { value, matched };
  return best && { ...best, rows, share: best.matched / rows };
}

/** Whether rows that each show a value to the fen tell that of `behind` settlements, some of which show none. */
export const isShown = (mode: Pick<Mode<unknown>, "rows" | "share"> | null, behind: number): boolean =>
  mode !== null && behind >= LEAST && mode.rows >= LEAST_EXACT && mode.share >= CLEAR;

/** Enough rows, and enough of them with the value. */
export const isClear = (mode: Pick<Mode<unknown>, "rows" | "share"> | null): boolean =>
  mode !== null && mode.rows >= LEAST && mode.share >= CLEAR;
