import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import type { Scheme } from "../../../datasets/policies/policy-schema.ts";
import { regionSeed } from "../../facts/regions.ts";
import type { Dice } from "./dice.ts";
import { withGaps } from "./gaps.ts";
import { randomPerson } from "./random-person.ts";
import { randomPolicy } from "./random-policy.ts";
import type { Trial } from "./trial.ts";

/** Pooling areas: as many policies can be tried together, for each scheme. */
export const places = regionSeed()
  .filter(({ country, in_scheme, pooling, province }) => country === "CN" && in_scheme && pooling && province !== null)
  .map(({ code, province }) => ({ area: code, province: province! }));

/** How many benefit years, and of how many settlements. */
export interface Extent {
  years: number;
  /** 1 where it is not said. */
  fewest?: number;
  longest: number;
}

/** Random benefit years over a number of random policies, each in an area of its own; `gaps` is the part of these that are known up to a cost or admission. */
export function randomTrials(
  dice: Dice,
  policies: number,
  { years, ...lengths }: Extent,
  catalogue: Catalogue,
  prefix = "",
  gaps = 0,
): Trial[] {
  const policyOf = (area: string, scheme: Scheme) => {
    const policy = randomPolicy(dice, area, scheme);
    return gaps > 0 && dice.chance(gaps) ? withGaps(dice, policy) : policy;
  };
  const drawn = Array.from({ length: policies }, (_, i) => {
    const place = places[i % places.length]!;
    return { place, policy: policyOf(place.area, i < places.length ? dice.one(["310", "390"]) : "390") };
  });
  return Array.from({ length: years }, (_, i) => {
    const { place, policy } = drawn[i % policies]!;
    const name = `${prefix}${String(i).padStart(6, "0")}`;
    return { name, policy, person: randomPerson(dice, { name, ...lengths }, policy, place, catalogue) };
  });
}
