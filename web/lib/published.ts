import { type Decimal, decimal, shift, times, toFixed } from "./decimal.ts";
import { everything, type Resolved } from "./state.ts";
import type { Cell, Published } from "./types.ts";

/** A published figure beside ours, in the published unit and to the published digits. */
export interface Comparison {
  published: string;
  computed: string | null;
  /** In the published unit; null where nothing could be computed. */
  difference: string | null;
  /** Whether ours lies where the published value can have been rounded from. */
  consistent: boolean;
}

/** The populations that sources publish; of others nothing can be asked. */
const populations = ["cross_province", "within_province"];

/** What /api/published is asked for; null where the filter is no published population. */
export function populationOf({ scope, group }: Resolved): string | null {
  return populations.includes(scope) ? `${scope}.${group === everything ? "all" : group}` : null;
}

/** Whether a figure speaks of what the filter shows, whatever the period. */
export function speaksOf(
  figure: Published,
  { insured, care, route, scheme, tier, filing, credential }: Resolved,
): boolean {
  const place =
    figure.region === "000000" ? insured.length === 0 : insured.length === 1 && insured[0] === figure.region;
  const way = figure.route === (route === everything ? "all" : route);
  const narrowed = [care, tier, filing, credential].some((chosen) => chosen.length > 0);
  return place && way && !narrowed && (figure.scheme ?? "") === scheme.join();
}

/** How many powers of ten a published unit stands for: 万人次 is 10⁴ visits, % is 10⁻². */
export function unitTens(unit: string): number {
  if (unit.startsWith("亿")) return 8;
  if (unit.startsWith("万")) return 4;
  return unit === "%" ? -2 : 0;
}

/**
 * Compares a published figure with a computed one. Additive values of a generated data set, of which one row stands for
 * `scale` settlements, are multiplied by it first; ratios are not.
 */
export function compare(
  figure: Published,
  value: Cell | undefined,
  additive: boolean,
  scale: number | null,
): Comparison {
  const published = decimal(figure.value)!;
  const places = published.scale;
  const exact = decimal(value);
  if (!exact) return { published: figure.value, computed: null, difference: null, consistent: false };
  const scaled = shift(additive && scale ? times(exact, scale) : exact, -unitTens(figure.unit));
  const own = decimal(toFixed(scaled, places))!;
  return {
    published: figure.value,
    computed: toFixed(scaled, places),
    difference: toFixed({ digits: own.digits - published.digits, scale: places }, places),
    consistent: within(scaled, figure),
  };
}

function within(value: Decimal, figure: Published): boolean {
  const half = { digits: 5n, scale: decimal(figure.value)!.scale + 1 };
  const low = decimal(figure.low) ?? add(decimal(figure.value)!, half, -1n);
  const high = decimal(figure.high) ?? add(decimal(figure.value)!, half, 1n);
  return order(value, low) >= 0 && order(value, high) <= 0;
}

function add(a: Decimal, b: Decimal, sign: bigint): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: at(a, scale) + sign * at(b, scale), scale };
}

function order(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [at(a, scale), at(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function at(value: Decimal, scale: number): bigint {
  return value.digits * 10n ** BigInt(scale - value.scale);
}
