import { isMonth, type Month } from "../../lib/period.ts";
import type { Picked } from "../../lib/picker.ts";

/** Everything the re-settlement page shows follows from this, and this stands in the address. */
export interface View extends Picked {
  from: Month | null;
  to: Month | null;
  insured: string[];
  care: string[];
  scope: string[];
  group: string[];
  scheme: string[];
  route: string[];
  class: string[];
  responsible: string[];
  materiality: string[];
  direction: string[];
  cannot: string[];
  institution: string[];
  explaining: string[];
  policy: string[];
  systemic: string[];
  kind: Kind;
  order: Order;
  unit: "yuan" | "count";
  /** Cards that show a table instead of their drawing. */
  tables: string[];
  page: number;
  /** Of the list of comparisons: what is compared, and its page. */
  compared: Compared | null;
  turned: number;
}

export const comparedKinds = ["deductible", "ratio", "stated_ratio", "reapplied"] as const;
export type Compared = (typeof comparedKinds)[number];

export const kinds = ["differing", "cannot", "rounding", "fine", "all"] as const;
export type Kind = (typeof kinds)[number];
export const orders = [
  "size",
  "over",
  "under",
  "settled",
  "oldest",
  "total",
  "total_up",
  "paid",
  "paid_up",
  "due",
  "due_up",
  "claim",
  "insured",
  "care",
  "finding",
] as const;
export type Order = (typeof orders)[number];

/** Conditions that are lists of values; the order is that of the address. */
export const lists = [
  "insured",
  "care",
  "scope",
  "group",
  "scheme",
  "route",
  "class",
  "responsible",
  "materiality",
  "direction",
  "cannot",
  "institution",
  "explaining",
  "policy",
  "systemic",
] as const;
export type ListName = (typeof lists)[number];

export const pageSize = 50;

/** Reads the view from a query string; values stay text, and one that cannot be meant is left out. */
export function readView(query: URLSearchParams): View {
  const [from, to] = [query.get("from"), query.get("to")];
  const listed = Object.fromEntries(lists.map((name) => [name, list(query, name)])) as Record<ListName, string[]>;
  return {
    ...(isMonth(from) && isMonth(to) && from <= to ? { from, to } : { from: null, to: null }),
    ...listed,
    direction: listed.direction.filter((value) => value === "over" || value === "under").slice(0, 1),
    kind: kinds.find((kind) => kind === query.get("kind")) ?? "differing",
    order: orders.find((order) => order === query.get("order")) ?? "size",
    unit: query.get("unit") === "count" ? "count" : "yuan",
    tables: list(query, "tables"),
    page: pageOf(query, "page"),
    compared: comparedKinds.find((kind) => kind === query.get("compared")) ?? null,
    turned: pageOf(query, "turned"),
  };
}

/** Writes what differs from the defaults, in a fixed order: equal views have equal addresses. */
export function writeView(view: View): string {
  const usual = { kind: "differing", order: "size", unit: "yuan", page: 1, compared: null, turned: 1 } as const;
  const own = Object.entries(usual).flatMap(([name, value]) => {
    const now = view[name as keyof typeof usual];
    return now === value ? [] : [`${name}=${now}`];
  });
  const tables = view.tables.length > 0 ? [`tables=${view.tables.join(",")}`] : [];
  return [...conditions(view), ...own, ...tables].join("&");
}

/** The conditions as the interface takes them; `without` names those that a card leaves out to show what else could be chosen. */
export function conditions(view: View, without: readonly (ListName | "period")[] = []): string[] {
  const period = view.from && view.to && !without.includes("period") ? [`from=${view.from}`, `to=${view.to}`] : [];
  const rest = lists.filter((name) => view[name].length > 0 && !without.includes(name));
  return [...period, ...rest.map((name) => `${name}=${view[name].map(encodeURIComponent).join(",")}`)];
}

/** The list that a claim is opened from, as its page takes it: conditions, kind and order, so that it knows the next one. */
export function listQuery(view: View): string {
  return [...conditions(view), `kind=${view.kind}`, `order=${view.order}`].join("&");
}

function pageOf(query: URLSearchParams, key: string): number {
  const page = Number(query.get(key) ?? 1);
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}

/** Conditions on differences, which say nothing of a claim that cannot be judged. */
export const ofDifferences = [
  "class",
  "responsible",
  "materiality",
  "direction",
  "explaining",
  "systemic",
] as const satisfies ListName[];

function list(query: URLSearchParams, key: string): string[] {
  const values = query.getAll(key).flatMap((text) => text.split(","));
  return [...new Set(values.filter((value) => /^[\p{L}\p{N}_:@+.|-]{1,80}$/u.test(value)))];
}
