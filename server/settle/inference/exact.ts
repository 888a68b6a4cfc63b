/** Ratios are whole numbers of 10⁻⁸, money whole fen: a product stays exact below 900,000 yuan. */
export const UNIT = 100_000_000;

/** A band of eligible cost: from `low` fen on, `ratio` of it in 10⁻⁸. */
export interface InferredBand {
  low: number;
  ratio: number;
}

/** half-up to the fen. */
export const half = (fen: number, ratio: number): number => Math.floor((fen * ratio + UNIT / 2) / UNIT);

const asItIs = (ratio: number): number => ratio;

/** What bands pay for eligible cost from `low` to `high`, each band rounded half up (domain note §2.6, §2.9); `adjusted` is what a filing makes of a ratio. */
export function paidBy(bands: readonly InferredBand[], low: number, high: number, adjusted = asItIs): number {
  let paid = 0;
  for (let i = 0; i < bands.length; i++) {
    const { low: from, ratio } = bands[i]!;
    if (from >= high) break;
    const width = Math.min(high, bands[i + 1]?.low ?? Number.POSITIVE_INFINITY) - Math.max(low, from);
    if (width > 0) paid += half(width, adjusted(ratio));
  }
  return paid;
}

/** The number with the fewest digits after the point between two, as a whole number of 10⁻⁸; null where that needs more than `digits`. */
export function simplest(low: number, high: number, digits: number): number | null {
  for (let places = 1, step = UNIT / 10; places <= digits; places++, step /= 10) {
    const candidate = Math.ceil(low / step - 1e-9) * step;
    if (candidate <= high) return candidate;
  }
  return null;
}

/** Yuan as a policy file states them: 900, 12.5. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2).replace(/\.?0+$/, "");

/** A ratio as a policy file states it. */
export const decimal = (units: number): string => (units / UNIT).toFixed(8).replace(/\.?0+$/, "") || "0";
