import type { Policy, StayTerms } from "./benefits.ts";
import type { PersonWish } from "./people.ts";
import type { FilingClass, Person } from "./records.ts";
import type { Scene } from "./scene.ts";
import { type Day, dayOf, yearOf } from "./times.ts";
import type { Area, Institution } from "./world.ts";

// For stories on how stays are paid: grown-ups of working age in tertiary hospitals elsewhere.

/** Policies' name of the highest tier, and the generator's. */
export const TERTIARY = 3;
const TOP = [1];

/** How policies call such people. */
export const groupIn = ({ scheme }: Policy) => (scheme === "310" ? "active" : "resident_adult");

export const patient = (scene: Scene, home: Area, { scheme }: Policy, wish: Partial<PersonWish> = {}): Person =>
  scene.person({ home, scheme, age: [35, 55], ...wish });

export const hospitalAway = (scene: Scene, home: Area): Institution => scene.hospital(scene.away(home), TOP);

/** What such a stay is paid by. */
export const terms = (policy: Policy, filing: FilingClass, tier = TERTIARY): StayTerms | undefined =>
  policy.stay(groupIn(policy), tier, filing);

/** True where two rows differ in the ratio alone. */
export const differByRatio = (a: StayTerms | undefined, b: StayTerms | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.ratio !== null &&
  b.ratio !== null &&
  a.ratio !== b.ratio &&
  a.firstPay === b.firstPay &&
  String(a.standards) === String(b.standards);

/** True where a stay is paid with one ratio, after a deductible for each admission. */
export const isPlain = (stay: StayTerms | undefined): stay is StayTerms & { ratio: number } =>
  stay?.mode === "PER_VISIT" && stay.ratio !== null && stay.ratio > 0;

/** A first day on which so many days of one calendar year begin. */
export function startInYear(scene: Scene, days: number): Day {
  const begin = scene.start(days);
  return yearOf(begin) === yearOf(begin + days) ? begin : dayOf(`${yearOf(begin + days)}-01-01`);
}

/** Where a policy holds all the year, and the year is that of the calendar. */
export function insuredOverYear(scene: Scene, day: Day, test: (policy: Policy) => boolean) {
  const year = yearOf(day);
  return scene.insured(
    dayOf(`${year}-01-01`),
    dayOf(`${year}-12-31`),
    (policy) => policy.yearBegins === "01-01" && test(policy),
  );
}
