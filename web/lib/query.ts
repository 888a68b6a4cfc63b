import type { Period } from "./period.ts";
import { everything, type Resolved } from "./state.ts";

/** One question to /api/figures. */
export interface FigureQuery extends Period {
  measures: string[];
  by: string[];
  /** Values of a dimension that must be met; an empty list is no condition. */
  where: Record<string, string[]>;
}

/**
 * The conditions of the filter sentence. A chart leaves out the condition on its own dimension, so that what is chosen
 * stays visible among what could be chosen.
 */
export function conditions(filter: Resolved, without: string[] = []): Record<string, string[]> {
  const all: Record<string, string[]> = {
    care_scope: single(filter.scope),
    route: single(filter.route),
    care_group: single(filter.group),
    insured: filter.insured,
    care: filter.care,
    scheme: filter.scheme,
    tier: filter.tier,
    filing_class: filter.filing,
    credential: filter.credential,
  };
  return Object.fromEntries(Object.entries(all).filter(([key, values]) => values.length > 0 && !without.includes(key)));
}

export function figuresPath(query: FigureQuery, format: "json" | "arrow"): string {
  const parts: [string, string][] = [
    ["measure", query.measures.join(",")],
    ["by", query.by.join(",")],
    ["from", query.from],
    ["to", query.to],
    ...Object.entries(query.where).map(([key, values]): [string, string] => [key, values.join(",")]),
    ["format", format],
  ];
  const text = parts.filter(([, value]) => value !== "").map(([key, value]) => `${key}=${encodeURI(value)}`);
  return `/api/figures?${text.join("&")}`;
}

/** Ratios are not taken over in-patient and out-patient care together (design §8). */
export function mixesCareTypes(filter: Resolved): boolean {
  return filter.group === everything;
}

function single(value: string): string[] {
  return value === everything ? [] : [value];
}
