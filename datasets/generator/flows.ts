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

/** The pairs of every flow with cumulated shares, in a fixed order. `points` are the provinces with their label points. */
export function flowPairs(points: readonly Point[], pooled: ReadonlyMap<string, number>): Pair[] {
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
      home.filter(({ insured }) => (pooled.get(insured) ?? 0) > 1),
    ),
    ...cumulated("local", home),
  ];
}

interface Weight {
  insured: string;
  care: string;
  weight: number;
}

/** Streams as given; all other pairs share the rest by attraction and distance, none above the last stream. */
function nationalWeights(points: readonly Point[]): Weight[] {
  const named = new Map(streams.map(([insured, care, share]) => [`${insured}|${care}`, share]));
  const cap = Math.min(...named.values()) * 0.97;
  const others = points.flatMap((from) =>
    points
      .filter(({ code }) => code !== from.code && !named.has(`${from.code}|${code}`))
      .map((to) => ({ insured: from.code, care: to.code, weight: gravity(from, to) })),
  );
  let rest = 100 - sum([...named.values()]);
  // Capped pairs keep the cap; what they give up goes to the others, until none is above it.
  for (let round = 0; round < 20; round++) {
    const free = others.filter(({ weight }) => weight !== cap);
    const factor = (rest - cap * (others.length - free.length)) / sum(free.map(({ weight }) => weight));
    for (const pair of free) pair.weight = Math.min(pair.weight * factor, cap);
    if (free.every(({ weight }) => weight !== cap)) break;
    rest = 100 - sum([...named.values()]);
  }
  return [...streams.map(([insured, care, weight]) => ({ insured, care, weight })), ...others];
}

function gravity(from: Point, to: Point): number {
  const origin = origins[from.code]?.[0] ?? 0;
  const attraction = destinations[to.code]?.[0] ?? 0;
  return origin * attraction * (floor + Math.exp(-kilometres(from, to) / decay_km));
}

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
