import type { Draw } from "./draw.ts";
import type { FilingClass, Person } from "./records.ts";
import { type Day, dayText } from "./times.ts";
import type { Area } from "./world.ts";

export interface PersonWish {
  home: Area;
  age?: [number, number];
  sex?: "1" | "2";
  scheme?: "310" | "390";
  class?: FilingClass;
  phone?: string;
  address?: string;
  employer?: string;
  /** extreme_poverty, low_income or near_poor. */
  aidClass?: string;
  civilServant?: boolean;
  /** Another record of the same person: same certificate, sex and birth. */
  same?: Person;
}

/** A person who did not exist before. `slice` keeps certificate numbers of different slices apart by the day of birth. */
export function makePerson(number: number, slice: number, today: Day, draw: Draw, wish: PersonWish): Person {
  const { home, same } = wish;
  const age = draw.between(...(wish.age ?? [30, 75]));
  const scheme = wish.scheme ?? (draw.chance(0.5) ? "310" : "390");
  const sex = same?.sex ?? wish.sex ?? (draw.chance(0.51) ? "1" : "2");
  const drawn = Math.floor(today - 365.25 * age);
  // Five million numbers fit one birthday; five slices use up no more.
  const born = same?.born ?? drawn - ((((drawn - Math.floor(slice / 5)) % 128) + 128) % 128);
  const group = scheme === "390" ? "resident" : age >= 60 ? "retired" : "active";
  return {
    number,
    home,
    scheme,
    group,
    type: typeOf(scheme, group, age),
    sex,
    born,
    certificate: same?.certificate ?? certificateOf(number, dayText(born), sex),
    personNo: home.code + String(number).padStart(10, "0"),
    phone: wish.phone ?? phoneOf(draw),
    address: wish.address ?? `示例${home.code}小区${draw.whole(10_000, 99_999)}号`,
    employer: scheme === "310" ? (wish.employer ?? `${home.code}E${String(draw.whole(1000, 9999))}`) : null,
    class: wish.class ?? "TMP_REFER",
    aidClass: wish.aidClass ?? null,
    civilServant: wish.civilServant ?? false,
    survival: "1",
    survivalSince: null,
    died: null,
  };
}

/** No area begins with 199, so it is nobody's phone. */
export const phoneOf = (draw: Draw) => `199${String(draw.whole(0, 99_999_999)).padStart(8, "0")}`;

/** A certificate number with a right check digit that cannot be anybody's: no division begins with 98, and other generated ones begin with 99. */
export function certificateOf(number: number, born: string, sex: string): string {
  const row = String((number % 500) * 2 + (Number(sex) % 2)).padStart(3, "0");
  const body = `98${String(Math.floor(number / 500) % 10_000).padStart(4, "0")}${born.replaceAll("-", "")}${row}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + "10X98765432"[sum % 11];
}

function typeOf(scheme: string, group: Person["group"], age: number): string {
  if (scheme === "310") return group === "retired" ? "1201" : "1101";
  if (age < 18) return age < 7 ? "1402" : "1403";
  return age < 60 ? "1501" : "1601";
}
