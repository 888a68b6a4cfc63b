import { type Catalogue, originOf } from "../../../datasets/catalogue/catalogue.ts";
import type { CatalogueDifference, CatalogueItem } from "../../../datasets/catalogue/columns.ts";

/** What an item costs the insured at one kind of place over some days; texts are exact decimals, '' in scheme or tier means any. */
export interface ChargeRow {
  item: number;
  grain: Grain;
  area: string;
  item_code: string;
  scheme: string;
  tier: string;
  item_class: string;
  first_pay_ratio: string;
  price_limit: string | null;
  restricted: boolean;
  valid_from: string;
  valid_to: string;
  source: string;
  /** Missing for a catalogue that was not read from files. */
  file?: string;
  line?: number;
}

/** How far provinces differ about an item: 0 not at all, 1 by province, 2 somewhere by scheme or tier as well. */
export type Grain = 0 | 1 | 2;

export const NATION = "000000";
/** Numbers an item has for places: two digits of a province × 8 kinds of scheme and tier fit in. */
const PLACES = 1024;
/** The last day of a period without an end. */
export const OPEN = "9999-12-31";

/**
 * Resolves a catalogue: a row for every national row, and rows of a province for the days on which it does something else, with everything that
 * holds there then. Items are numbered by code.
 */
export function* chargeRows({ items, differences }: Catalogue): Generator<ChargeRow> {
  const differing = Map.groupBy(differences, ({ item_code }) => item_code);
  const listed = [...Map.groupBy(items, ({ item_code }) => item_code)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [at, [code, periods]] of listed.entries()) {
    const own = differing.get(code) ?? [];
    const base = { item: (at + 1) * PLACES, grain: grainOf(own) };
    for (const period of periods) {
      yield { ...base, ...charge(period, [], period.valid_from, lastDay(period)), ...originOf(period) };
      for (const rows of Map.groupBy(own, ({ area }) => area).values()) {
        for (const { scheme, tier } of base.grain === 2 ? kinds : anyKind) {
          const relevant = rows.filter((row) => counts(row.scheme, scheme) && counts(row.tier, tier));
          for (const [from, to, inForce] of pieces(period, relevant)) {
            const last = inForce.at(-1)!;
            yield { ...base, ...charge(period, inForce, from, to), area: last.area, scheme, tier, ...originOf(last) };
          }
        }
      }
    }
  }
}

const anyKind = [{ scheme: "", tier: "" }];
const kinds = ["310", "390"].flatMap((scheme) => ["3", "2", "1", "0"].map((tier) => ({ scheme, tier })));
const counts = (named: string, of: string) => named === "" || named === of;

function grainOf(differences: readonly CatalogueDifference[]): Grain {
  if (differences.length === 0) return 0;
  return differences.some(({ scheme, tier }) => scheme !== "" || tier !== "") ? 2 : 1;
}

function charge(period: CatalogueItem, inForce: readonly CatalogueDifference[], from: string, to: string) {
  const stated = (name: "item_class" | "first_pay_ratio" | "price_limit") =>
    inForce.findLast((row) => row[name] !== "")?.[name] ?? period[name];
  return {
    area: NATION,
    item_code: period.item_code,
    scheme: "",
    tier: "",
    item_class: stated("item_class"),
    first_pay_ratio: stated("first_pay_ratio"),
    price_limit: stated("price_limit") || null,
    restricted: period.restriction !== "",
    valid_from: from,
    valid_to: to,
    source: (inForce.at(-1) ?? period).source,
  };
}

/** The days of a national period cut where differences begin and end: [first, last, those in force, the most specific last]. */
function pieces(period: CatalogueItem, differences: readonly CatalogueDifference[]) {
  const end = lastDay(period);
  const cuts = differences.flatMap((row) => [row.valid_from, dayAfter(lastDay(row))]);
  const starts = [...new Set([period.valid_from, ...cuts])]
    .filter((day) => day >= period.valid_from && day <= end)
    .sort();
  return starts.flatMap((from, i) => {
    const to = starts[i + 1] === undefined ? end : dayBefore(starts[i + 1]!);
    const inForce = differences.filter((row) => row.valid_from <= from && from <= lastDay(row));
    const sorted = inForce.sort((a, b) => specific(a) - specific(b));
    return sorted.length > 0 ? [[from, to, sorted] as const] : [];
  });
}

const specific = ({ scheme, tier }: CatalogueDifference) => Number(scheme !== "") + Number(tier !== "");
const lastDay = ({ valid_to }: { valid_to: string }) => valid_to || OPEN;
const shifted = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const dayBefore = (day: string) => shifted(day, -1);
const dayAfter = (day: string) => (day === OPEN ? "9999-99-99" : shifted(day, 1));
