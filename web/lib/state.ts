import { isMonth, type Month, mainYear, type Period } from "./period.ts";
import type { Watermark } from "./types.ts";

/** Everything the overview shows follows from this, and this stands in the address. */
export interface Filter {
  from: Month | null;
  to: Month | null;
  scope: string | null;
  route: string;
  group: string;
  insured: string[];
  care: string[];
  scheme: string[];
  tier: string[];
  /** Filing classes, and credentials shown at the counter. */
  filing: string[];
  credential: string[];
  measure: string;
  side: "insured" | "care";
  level: "province" | "area" | null;
}

/** A filter whose open parts are filled from the data at hand. */
export interface Resolved extends Filter, Period {
  from: Month;
  to: Month;
  scope: string;
  level: "province" | "area";
}

/** Stands for "no condition" where the default is one. */
export const everything = "all";

export const defaults: Filter = {
  from: null,
  to: null,
  scope: null,
  route: "direct",
  group: "inpatient",
  insured: [],
  care: [],
  scheme: [],
  tier: [],
  filing: [],
  credential: [],
  measure: "reduced_advance",
  side: "insured",
  level: null,
};

/**
 * Reads the filter from a query string. Values stay text — the router's own reader would make 010000 a number — and a
 * value that cannot be one is left out.
 */
export function readFilter(query: URLSearchParams): Filter {
  const [from, to] = [query.get("from"), query.get("to")];
  const period = isMonth(from) && isMonth(to) && from <= to ? { from, to } : { from: null, to: null };
  return {
    ...period,
    scope: word(query, "scope"),
    route: word(query, "route") ?? defaults.route,
    group: word(query, "group") ?? defaults.group,
    insured: list(query, "insured"),
    care: list(query, "care"),
    scheme: list(query, "scheme"),
    tier: list(query, "tier"),
    filing: list(query, "filing"),
    credential: list(query, "credential"),
    measure: word(query, "measure") ?? defaults.measure,
    side: query.get("side") === "care" ? "care" : "insured",
    level: query.get("level") === "area" ? "area" : query.get("level") === "province" ? "province" : null,
  };
}

/** Writes what differs from the defaults, lists with commas, in a fixed order: equal filters have equal addresses. */
export function writeFilter(filter: Filter): string {
  const parts: string[] = [];
  for (const key of Object.keys(defaults) as (keyof Filter)[]) {
    const value = [filter[key] ?? []].flat().join(",");
    const usual = [defaults[key] ?? []].flat().join(",");
    if (value !== usual) parts.push(`${key}=${value.split(",").map(encodeURIComponent).join(",")}`);
  }
  return parts.join("&");
}

/** Null where there are no data to take a period from. */
export function resolve(
  filter: Filter,
  watermark: Watermark,
  visitsByYear: ReadonlyMap<string, number> = new Map(),
): Resolved | null {
  if (!watermark.months) return null;
  const period =
    filter.from && filter.to ? { from: filter.from, to: filter.to } : mainYear(watermark.months, visitsByYear);
  return {
    ...filter,
    ...period,
    scope: filter.scope ?? usualScope(watermark),
    level: filter.level ?? (watermark.hasTiles ? "province" : "area"),
  };
}

/** Cross-province where the data have it, else the farthest scope they have. */
function usualScope({ scopes }: Watermark): string {
  return ["cross_province", "within_province", "local"].find((scope) => (scopes[scope] ?? 0) > 0) ?? "cross_province";
}

function word(query: URLSearchParams, key: string): string | null {
  const value = query.get(key);
  return value !== null && /^[\w.-]{1,40}$/.test(value) ? value : null;
}

function list(query: URLSearchParams, key: string): string[] {
  const values = query.getAll(key).flatMap((text) => text.split(","));
  return [...new Set(values.filter((value) => /^[\w-]{1,20}$/.test(value)))];
}
