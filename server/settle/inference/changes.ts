import { best } from "./bands.ts";
import type { Evidence } from "./evidence.ts";
import { decimal, half, type InferredBand, paidBy, simplest, UNIT } from "./exact.ts";
import { CLEAR, LEAST_EXACT, modeOf } from "./mode.ts";

/** What a filing changes of the ratios at home, and back again; ratios in 10⁻⁸. */
export interface Change {
  mode: "POINTS" | "FACTOR";
  /** Points off, or the factor, in 10⁻⁸. */
  value: number;
  ratio(home: number): number;
  home(ratio: number): number;
}

export const points = (value: number): Change => ({
  mode: "POINTS",
  value,
  ratio: (home) => Math.max(0, home - value),
  home: (ratio) => ratio + value,
});

export const factor = (value: number): Change => ({
  mode: "FACTOR",
  value,
  ratio: (home) => Math.round((home / UNIT) * value),
  home: (ratio) => (ratio * UNIT) / value,
});

export const unchanged = points(0);

/** A payment, and the bands that would have paid it at home. */
export interface Compared {
  low: number;
  high: number;
  paid: number;
  bands: readonly InferredBand[];
}

export interface FoundChange {
  change: Change;
  rows: number;
  matched: number;
  /** Another kind of change that explains as many. */
  rival: Change | null;
}

/**
 * The change behind the payments of a filing class: points off or a factor, whichever gives most of them to the fen. Null where none gives nine tenths of
 * `least` different ones or more.
 */
export function changeBehind(payments: readonly Compared[], least = LEAST_EXACT): FoundChange | null {
  const rows = payments.length;
  if (new Set(payments.map(({ low, high, paid }) => `${low} ${high} ${paid}`)).size < least) return null;
  const proposed = (propose: (home: number, paid: number, wide: number) => number | null) => {
    const counts = new Map<number, number>();
    for (const { low, high, paid, bands } of payments) {
      if (high - low < 10_000) continue;
      const value = propose(paidBy(bands, low, high), paid, high - low);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a).slice(0, 5);
  };
  // Rounding of each band on either side.
  const off = proposed((home, paid, wide) =>
    simplest(((home - paid - 2) / wide) * UNIT, ((home - paid + 2) / wide) * UNIT, 4),
  );
  const times = proposed((home, paid) =>
    home <= 0 ? null : simplest(((paid - 2) / home) * UNIT, ((paid + 2) / home) * UNIT, 4),
  );
  const count = (change: Change) =>
    payments.filter(({ low, high, paid, bands }) => paidBy(bands, low, high, change.ratio) === paid).length;
  const byPoints = best(
    off.filter(([value]) => value >= 0).map(([value]) => points(value)),
    count,
  );
  const byFactor = best(
    times.filter(([value]) => value > 0 && value < UNIT).map(([value]) => factor(value)),
    count,
  );
  const counted = [byPoints, byFactor].flatMap((change) => (change ? [{ change, matched: count(change) }] : []));
  const [first, second] = counted.sort((a, b) => b.matched - a.matched);
  if (!first || first.matched < CLEAR * rows) return null;
  const rival = second && second.matched === first.matched ? second.change : null;
  return { change: first.change, rows, matched: first.matched, rival };
}

export interface FirstPay {
  share: number;
  rows: number;
  matched: number;
}

/**
 * Extra first-pay of a class: the share of eligible cost that it takes before the deductible, in 10⁻⁸; null where there is none, `unclear` where some pay it and
 * no share is to be told. Of claims that came without lines nothing is taken.
 */
export function extraFirstPay(claims: readonly Evidence[]): FirstPay | null | "unclear" {
  const told = claims.filter(({ extra_first_pay }) => extra_first_pay !== null);
  const shares = told.flatMap(({ in_scope, extra_first_pay: extra }) =>
    in_scope < 10_000 || extra === null || extra <= 0
      ? []
      : [simplest(((extra - 0.5) / (in_scope + extra)) * UNIT, ((extra + 0.5) / (in_scope + extra)) * UNIT, 4)],
  );
  if (shares.length <= (1 - CLEAR) * told.length) return null;
  const share = modeOf(shares)?.value;
  if (share === null || share === undefined || told.length < LEAST_EXACT) return "unclear";
  const matched = told.filter(
    ({ in_scope, extra_first_pay: extra }) => half(in_scope + extra!, share) === extra,
  ).length;
  return matched >= CLEAR * told.length ? { share, rows: told.length, matched } : "unclear";
}

/** POINTS 0.1, FACTOR 0.9. */
export const changeText = ({ mode, value }: Pick<Change, "mode" | "value">): string => `${mode} ${decimal(value)}`;
