import type { Change } from "./changes.ts";
import { type InferredBand, paidBy, simplest, UNIT } from "./exact.ts";
import { CLEAR, LEAST_EXACT } from "./mode.ts";

/** What was paid for eligible cost from `low` to `high`, and by which change of the ratios looked for; fen. */
export interface Point {
  low: number;
  high: number;
  paid: number;
  change: Change;
}

/** A band with the payments that reach into it, and those of them that it and the bands below explain to the fen. */
export interface FoundBand extends InferredBand {
  rows: number;
  matched: number;
}

export interface FoundBands {
  bands: FoundBand[];
  /** Eligible cost of the highest payment that they explain. */
  upTo: number;
  /** The highest payments, which the bands do not explain, and the lowest of their eligible cost. */
  beyond: { rows: number; from: number } | null;
}

const MOST_BANDS = 8;
/** Ratios of a policy file have four digits. */
const DIGITS = 4;
/** Below 100 yuan a payment rounded to the fen fits too many ratios. */
const TELLING = 10_000;

/**
 * The bands behind payments: the ratio of the lowest ones, then, where they stop to fit, the break and the ratio above it, and so on upwards. Exact: a band
 * stands only where it gives payments to the fen. Null where no ratio of `digits`
 * digits explains nine tenths of at least 20 payments.
 */
export function bandsBehind(payments: readonly Point[], digits = DIGITS): FoundBands | null {
  const all = payments.filter(({ low, high }) => high > low).sort((a, b) => a.high - b.high);
  const points = distinct(all);
  if (points.length < LEAST_EXACT) return null;
  const first = firstRatio(points, digits);
  if (first === null) return null;
  let bands: InferredBand[] = [{ low: 0, ratio: first }];
  let upTo = reach(points, bands);
  while (points.length - upTo >= LEAST_EXACT && bands.length < MOST_BANDS) {
    const next = bandAbove(points.slice(upTo), bands, digits);
    if (next === null) break;
    bands = [...bands, next];
    upTo = Math.max(upTo + 1, reach(points, bands));
  }
  const top = points[upTo - 1]!.high;
  const explained = all.findLastIndex(({ high }) => high <= top) + 1;
  const counted = countBands(all.slice(0, explained), bands);
  if (counted[0]!.rows < LEAST_EXACT || counted[0]!.matched < CLEAR * counted[0]!.rows) return null;
  const rows = all.length - explained;
  return { bands: counted, upTo: top, beyond: rows > 0 ? { rows, from: all[explained]!.high } : null };
}

/** The same payment again tells nothing more. */
function distinct(points: readonly Point[]): Point[] {
  const seen = new Map<string, Point>();
  for (const point of points) {
    const { low, high, paid, change } = point;
    const key = `${low} ${high} ${paid} ${change.mode} ${change.value}`;
    if (!seen.has(key)) seen.set(key, point);
  }
  return [...seen.values()];
}

export const fits = (bands: readonly InferredBand[], { low, high, paid, change }: Point): boolean =>
  paidBy(bands, low, high, change.ratio) === paid;

/** How many of the lowest payments the bands stand for: up to there they fit more often than not. */
function reach(points: readonly Point[], bands: readonly InferredBand[]): number {
  let score = 0;
  let best = 0;
  let upTo = 0;
  for (const [i, point] of points.entries()) {
    score += fits(bands, point) ? 1 : -1;
    if (score >= best) {
      best = score;
      upTo = i + 1;
    }
  }
  return upTo;
}

/** The ratio of all payments, or where breaks lie too low for that, of the lowest ones. */
function firstRatio(points: readonly Point[], digits: number): number | null {
  for (const part of [1, 0.6, 0.3, 0]) {
    const lowest = points.slice(0, Math.max(LEAST_EXACT, Math.ceil(part * points.length)));
    const ratio = ratioOf(lowest, digits);
    if (ratio === null) continue;
    const matched = lowest.filter((point) => fits([{ low: 0, ratio }], point)).length;
    if (matched >= CLEAR * lowest.length) return ratio;
  }
  return null;
}

function ratioOf(points: readonly Point[], digits: number): number | null {
  const largest = points.toSorted((a, b) => b.high - b.low - (a.high - a.low)).slice(0, Math.ceil(points.length / 2));
  const candidates = votes(
    largest.map(({ low, high, paid, change }) => {
      const unit = UNIT / (high - low);
      return simplest(change.home((paid - 0.5) * unit), change.home((paid + 0.5) * unit), digits);
    }),
  );
  return best(candidates, (ratio) => points.filter((point) => fits([{ low: 0, ratio }], point)).length);
}

/** The band above those known, behind payments that reach beyond them; where nothing is paid a ceiling is reached, no band. */
function bandAbove(points: readonly Point[], bands: readonly InferredBand[], digits: number): InferredBand | null {
  const last = bands.at(-1)!;
  // How much more or less than by the last band's ratio was paid, as of home: (ratio above − last ratio) × (cost above the break).
  const apart = points.map(({ low, high, paid, change }) => {
    const wide = high - low;
    const home = change.home((paid * UNIT) / wide) * wide;
    return { high, more: (home - unrounded(bands, low, high)) / UNIT };
  });
  const slopes = votes(
    [1, 2, 3, 5, 8, 13].flatMap((lag) =>
      apart.slice(lag).map(({ high, more }, i) => {
        const wide = high - apart[i]!.high;
        if (wide < 2 * TELLING) return null;
        const slope = ((more - apart[i]!.more) / wide) * UNIT;
        const unsure = (4 * UNIT) / wide;
        return simplest(last.ratio + slope - unsure, last.ratio + slope + unsure, digits - 1);
      }),
    ),
  );
  const candidates = slopes
    .filter((ratio) => ratio !== last.ratio && ratio > 0 && ratio <= UNIT)
    .flatMap((ratio) => breaks(apart, (ratio - last.ratio) / UNIT).map((low) => ({ low, ratio })))
    .filter(({ low }) => low > last.low && low < points[Math.min(points.length, LEAST_EXACT) - 1]!.high);
  const found = best(candidates, (band) => {
    const upTo = reach(points, [...bands, band]);
    return points.slice(0, upTo).filter((point) => fits([...bands, band], point)).length;
  });
  if (found === null) return null;
  const upTo = reach(points, [...bands, found]);
  const above = points.slice(0, upTo).filter(({ high }) => high > found.low);
  const matched = above.filter((point) => fits([...bands, found], point)).length;
  return matched >= LEAST_EXACT && matched >= CLEAR * above.length ? found : null;
}

/** Where a break may lie: round sums first, since policies name such. */
function breaks(apart: readonly { high: number; more: number }[], slope: number): number[] {
  const found = votes(apart.map(({ high, more }) => Math.round((high - more / slope) / 100) * 100)).slice(0, 3);
  const rounder = [1_000_000, 100_000, 10_000, 1_000].flatMap((grid) =>
    found.map((low) => Math.round(low / grid) * grid),
  );
  return [...new Set([...rounder, ...found])];
}

function unrounded(bands: readonly InferredBand[], low: number, high: number): number {
  return bands.reduce((sum, { low: from, ratio }, i) => {
    const wide = Math.min(high, bands[i + 1]?.low ?? high) - Math.max(low, from);
    return sum + Math.max(0, wide) * ratio;
  }, 0);
}

/** Values by how often they were proposed, at most eight. */
function votes(values: readonly (number | null)[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 8)
    .map(([value]) => value);
}

/** The candidate of the highest score; of equal ones the first. */
export function best<T>(candidates: readonly T[], score: (candidate: T) => number): T | null {
  let found: T | null = null;
  let highest = 0;
  for (const candidate of candidates) {
    const scored = score(candidate);
    if (scored > highest) {
      highest = scored;
      found = candidate;
    }
  }
  return found;
}

function countBands(points: readonly Point[], bands: readonly InferredBand[]): FoundBand[] {
  return bands.map((band, i) => {
    const reaching = points.filter(({ high }) => high > band.low && high <= (bands[i + 1]?.low ?? high));
    return { ...band, rows: reaching.length, matched: reaching.filter((point) => fits(bands, point)).length };
  });
}
