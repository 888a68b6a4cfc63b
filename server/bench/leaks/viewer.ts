import type { Reach } from "../../access/reach.ts";
import { permissionsOf, roles } from "../../access/role.ts";
import type { Principal, Scope } from "../../store/principal.ts";

/** Where a record lies. */
export interface Place {
  insuredProvince: string | null;
  insuredCity: string | null;
  careProvince: string | null;
  careCity: string | null;
}

/** Whether a scope holds a place: the matrix's own reading of it, which shares nothing with the queries'. */
export function holds(scope: Scope, place: Place): boolean {
  if (scope.all) return true;
  const { side, provinces, cities = [] } = scope;
  const insured = [place.insuredProvince, place.insuredCity];
  const care = [place.careProvince, place.careCity];
  const own = (side === "care" ? [] : insured).concat(side === "insured" ? [] : care);
  return own.some((code) => code !== null && (provinces.includes(code) || cities.includes(code)));
}

/** Who asks. `demand` is whether his own cells must hold something: a scope without records has none. */
export interface Viewer {
  principal: Principal;
  label: string;
  demand: boolean;
}

const henan = ["410000"];
const scopes: Record<Reach, readonly [string, Scope, boolean][]> = {
  nation: [["the nation", { all: true }, true]],
  provinces: [
    ["Henan", { all: false, side: "either", provinces: henan }, true],
    ["Henan as insured", { all: false, side: "insured", provinces: henan }, true],
    ["Henan as care", { all: false, side: "care", provinces: henan }, true],
    ["Shanghai", { all: false, side: "either", provinces: ["310000"] }, true],
    ["a province without records", { all: false, side: "either", provinces: ["460000"] }, false],
  ],
  cities: [
    ["Zhengzhou", { all: false, side: "either", provinces: [], cities: ["410100"] }, true],
    ["Zhengzhou as care", { all: false, side: "care", provinces: [], cities: ["410100"] }, true],
    ["Luoyang and Urumqi", { all: false, side: "either", provinces: [], cities: ["410300", "650100"] }, true],
  ],
};

/** Every role in every scope that it may have. Small: the province and the city that see most kinds of things. */
export function viewers(small: boolean): Viewer[] {
  const all = [...roles.values()].flatMap((role) =>
    role.reaches.flatMap((reach) =>
      scopes[reach].map(([where, scope, demand]) => ({
        principal: {
          id: `leaks-${role.id}-${where.replaceAll(" ", "-")}`,
          name: `${role.title.zh} ${where}`,
          role: role.id,
          scope,
          permissions: permissionsOf(role, reach),
        },
        label: `${role.id} of ${where}`,
        demand,
      })),
    ),
  );
  return small ? all.filter(({ label }) => ["province of Henan", "city of Zhengzhou"].includes(label)) : all;
}
