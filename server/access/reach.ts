import type { Scope } from "../store/principal.ts";

/** How far a scope goes. */
export const reaches = ["nation", "provinces", "cities"] as const;
export type Reach = (typeof reaches)[number];

export function reachOf(scope: Scope): Reach {
  if (scope.all) return "nation";
  return citiesOf(scope).length > 0 ? "cities" : "provinces";
}

/** Whether everything that `inner` sees is seen by `outer` too. */
export function isWithin(inner: Scope, outer: Scope): boolean {
  if (outer.all) return true;
  if (inner.all || (outer.side !== "either" && inner.side !== outer.side)) return false;
  const cities = citiesOf(outer);
  return (
    inner.provinces.every((code) => outer.provinces.includes(code)) &&
    citiesOf(inner).every((code) => cities.includes(code) || outer.provinces.includes(provinceOf(code)))
  );
}

const citiesOf = (scope: Exclude<Scope, { all: true }>): readonly string[] => scope.cities ?? [];

const provinceOf = (city: string): string => `${city.slice(0, 2)}0000`;
