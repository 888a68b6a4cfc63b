import type { Dice } from "./dice.ts";

/** One to four bands upwards from an amount, with any ratios. */
export function randomBands(dice: Dice, low: string): [string, string][] {
  const edges = [low];
  for (let more = dice.one([0, 0, 1, 2, 3]); more > 0; more--)
    edges.push(String(Number(edges.at(-1)) + Number(dice.amount(12_000))));
  return edges.map((edge) => [edge, dice.ratio()]);
}
