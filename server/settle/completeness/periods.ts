import { careGroups } from "../../../datasets/policies/policy-schema.ts";
import { type Declaration, schemes } from "./declaration.ts";

/** A row of the table `completeness`: periods of one area, scheme and kind of care never overlap, and neighbours differ. */
export interface Period {
  declaration: number;
  area: string;
  scheme: string;
  care_group: string;
  valid_from: string;
  valid_to: string;
  state: Declaration["state"];
}

/** Ends of a period that was declared without. */
export const EVER = { from: "1900-01-01", to: "9999-12-31" };

/** A pooling area and its province. */
export interface PoolingArea {
  code: string;
  province: string | null;
}

/** Declarations in the order they were made, each with its number, as periods: a later one counts where it speaks. */
export function periodsOf(
  declarations: readonly { number: number; declaration: Declaration }[],
  areas: readonly PoolingArea[],
): Period[] {
  const known = new Map<string, Period[]>();
  for (const { number, declaration } of declarations) {
    const { area, scheme, care, from, to, state } = declaration;
    const meant = areas.filter(({ code, province }) => area === "000000" || code === area || province === area);
    for (const { code } of meant) {
      for (const each of scheme === null ? schemes : [scheme]) {
        for (const care_group of care === null ? careGroups : [care]) {
          const key = `${code} ${each} ${care_group}`;
          const said = { valid_from: from ?? EVER.from, valid_to: to ?? EVER.to, state, declaration: number };
          known.set(key, overlaid(known.get(key) ?? [], { area: code, scheme: each, care_group, ...said }));
        }
      }
    }
  }
  return [...known.values()].flat();
}

/** The periods with a new one laid over them, in order of days; neighbours that say the same become one, under the later declaration. */
function overlaid(periods: readonly Period[], over: Period): Period[] {
  const before = periods.filter(({ valid_from }) => valid_from < over.valid_from);
  const after = periods.filter(({ valid_to }) => valid_to > over.valid_to);
  const cut = [
    ...before.map((period) => ({ ...period, valid_to: earlier(period.valid_to, shifted(over.valid_from, -1)) })),
    over,
    ...after.map((period) => ({ ...period, valid_from: later(period.valid_from, shifted(over.valid_to, 1)) })),
  ];
  const joined: Period[] = [];
  for (const period of cut) {
    const last = joined.at(-1);
    if (last?.state === period.state && shifted(last.valid_to, 1) === period.valid_from) {
      const declaration = Math.max(last.declaration, period.declaration);
      joined[joined.length - 1] = { ...last, valid_to: period.valid_to, declaration };
    } else joined.push(period);
  }
  return joined;
}

const earlier = (a: string, b: string) => (a < b ? a : b);
const later = (a: string, b: string) => (a > b ? a : b);
const shifted = (day: string, days: number) =>
  day === EVER.to && days > 0 ? EVER.to : new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
