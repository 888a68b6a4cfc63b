import { flowWeights } from "./populations.ts";

/** A pair of provinces inside a flow, with the share of the flow that stands before this pair. */
export interface Pair {
  flow: string;
  insured: string;
  care: string;
  startsAt: number;
}

export interface Point {
  code: string;
  latitude: number;
  longitude: number;
}

const { origins, destinations, decay_km, floor, streams, pilots, chronic } = flowWeights;

/** Share of a province's stays that goes beside its named streams, at least. */
const LEAST_UNNAMED = 0.15;

/**
 * The pairs of every flow with cumulated shares, in a fixed order. `points` are the provinces with their label points, `areas` their
 * numbers of pooling areas: care elsewhere in the province needs more than one.
 */
export function flowPairs(points: readonly Point[], areas: ReadonlyMap<string, number>): Pair[] {
  const national = nationalWeights(points);
  const within = (members: readonly string[]) =>
    national.filter(({ insured, care }) => members.includes(insured) && members.includes(care));
  const home = points.map(({ code }) => ({ insured: code, care: code, weight: origins[code]?.[0] ?? 0 }));
  return [
    ...cumulated("national", national),
    ...cumulated("pilot", pilots.flatMap(within)),
    ...cumulated("chronic", within(chronic)),
    ...cumulated(
      "within_province",
      home.filter(({ insured }) => (areas.get(insured) ?? 0) > 1),
    ),
    ...cumulated("local", home),
  ];
}

interface Weight {
  insured: string;
  care: string;
  weight: number;
}

/**
 * Cost of a stay against the national mean by province of insurance, without what the places of care already explain: a province
 * whose people go to dear places does not become dearer twice.
 */
export function originCosts(points: readonly Point[]): Map<string, number> {
  const national = nationalWeights(points);
  return new Map(
    points.map(({ code }) => {
      const own = national.filter(({ insured }) => insured === code);
      const places = sum(own.map(({ care, weight }) => weight * (destinations[care]?.[1] ?? 1)));
      return [code, (origins[code]?.[1] ?? 1) / (places / sum(own.map(({ weight }) => weight)))];
    }),
  );
}

/** Streams as given, in % of all stays; what is left of a province's share goes to the others by attraction and distance. */
function nationalWeights(points: readonly Point[]): Weight[] {
  const named = streams.map(([insured, care, weight]) => ({ insured, care, weight }));
  const all = sum(points.map(({ code }) => origins[code]?.[0] ?? 0));
  const others = points.flatMap((from) => {
    const own = named.filter(({ insured }) => insured === from.code);
    const share = (100 * (origins[from.code]?.[0] ?? 0)) / all;
    const rest = Math.max(share - sum(own.map(({ weight }) => weight)), share * LEAST_UNNAMED);
    const to = points.filter(({ code }) => code !== from.code && !own.some(({ care }) => care === code));
    const pull = to.map((point) => (destinations[point.code]?.[0] ?? 0) * nearness(from, point));
    return to.map(({ code }, index) => ({
      insured: from.code,
      care: code,
      weight: (rest * (pull[index] ?? 0)) / sum(pull),
    }));
  });
  fill(others, 100 - sum(named.map(({ weight }) => weight)), Math.min(...named.map(({ weight }) => weight)) * 0.97);
  return [...named, ...others];
}

/** Stretches weights to a total, none above `cap`: what capped ones give up goes to the rest. */
function fill(pairs: readonly Weight[], total: number, cap: number): void {
  let free = [...pairs];
  while (free.length > 0) {
    const factor = (total - cap * (pairs.length - free.length)) / sum(free.map(({ weight }) => weight));
    for (const pair of free) pair.weight = Math.min(pair.weight * factor, cap);
    const below = free.filter(({ weight }) => weight < cap);
    if (below.length === free.length) return;
    free = below;
  }
}

const nearness = (from: Point, to: Point) => floor + Math.exp(-kilometres(from, to) / decay_km);

function kilometres(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(h));
}

function cumulated(flow: string, weights: readonly Weight[]): Pair[] {
  const all = sum(weights.map(({ weight }) => weight));
  let before = 0;
  return weights.map(({ insured, care, weight }) => {
    const from = before / all;
    before += weight;
    return { flow, insured, care, startsAt: from };
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
