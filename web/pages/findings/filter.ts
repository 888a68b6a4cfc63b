import { isMonth, type Month } from "../../lib/period.ts";
import type { Picked } from "../../lib/picker.ts";

/** Conditions that are lists of values; the order is that of the address. */
export const lists = ["rule", "category", "review", "stage", "responsible", "insured", "care", "institution"] as const;
export type ListName = (typeof lists)[number];
export const states = ["open", "shadow", "held", "closed"] as const;
export const orders = ["loss", "risk", "age", "limitation", "day", "oldest", "rule", "claims", "newest"] as const;
export const leasts = ["100", "1000", "10000", "100000"] as const;
export type Order = (typeof orders)[number];

/** Everything the list of findings shows follows from this, and this stands in the address. */
export interface View extends Picked, Record<ListName, string[]> {
  from: Month | null;
  to: Month | null;
  state: (typeof states)[number];
  lead: "yes" | "no" | null;
  /** What the reader has to do with, or what others judged. */
  mine: "yes" | "no" | null;
  /** Least fund loss in yuan. */
  least: (typeof leasts)[number] | null;
  claim: string;
  text: string;
  order: Order;
  page: number;
}

export const pageSize = 50;
const usual = {
  state: "open",
  lead: null,
  mine: null,
  least: null,
  claim: "",
  text: "",
  order: "day",
  page: 1,
} as const;

/** Reads the view from a query string; values stay text, and one that cannot be meant is left out. */
export function readView(query: URLSearchParams): View {
  const [from, to] = [query.get("from"), query.get("to")];
  const listed = Object.fromEntries(lists.map((name) => [name, list(query, name)])) as Record<ListName, string[]>;
  const page = Number(query.get("page") ?? 1);
  return {
    ...(isMonth(from) && isMonth(to) && from <= to ? { from, to } : { from: null, to: null }),
    ...listed,
    state: states.find((state) => state === query.get("state")) ?? usual.state,
    lead: yesOrNo(query.get("lead")),
    mine: yesOrNo(query.get("mine")),
    least: leasts.find((least) => least === query.get("least")) ?? null,
    claim: (query.get("claim") ?? "").slice(0, 200),
    text: (query.get("text") ?? "").slice(0, 200),
    order: orders.find((order) => order === query.get("order")) ?? usual.order,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** Writes what differs from the defaults, in a fixed order: equal views have equal addresses. */
export function writeView(view: View): string {
  const period = view.from && view.to ? [`from=${view.from}`, `to=${view.to}`] : [];
  const own = (Object.keys(usual) as (keyof typeof usual)[]).flatMap((name) =>
    view[name] === usual[name] ? [] : [`${name}=${encodeURIComponent(String(view[name]))}`],
  );
  return [...period, ...listsOf(view), ...own].join("&");
}

/** The conditions as the interface takes them: whole months as their first and last day. */
export function conditions(view: View): string[] {
  const { from, to } = view;
  const period = from && to ? [`from=${from}-01`, `to=${to}-${String(daysOf(to)).padStart(2, "0")}`] : [];
  const own = (["state", "lead", "mine", "least", "claim", "text"] as const).flatMap((name) =>
    view[name] ? [`${name}=${encodeURIComponent(view[name])}`] : [],
  );
  return [...period, ...listsOf(view), ...own];
}

/** The list as the interface takes it: conditions and order. */
export const listQuery = (view: View): string => [...conditions(view), `order=${view.order}`].join("&");

/** Whether anything narrows the list. */
export const isNarrowed = (view: View): boolean => writeView({ ...view, order: usual.order, page: 1 }) !== "";

const listsOf = (view: View) =>
  lists
    .filter((name) => view[name].length > 0)
    .map((name) => `${name}=${view[name].map(encodeURIComponent).join(",")}`);

const yesOrNo = (text: string | null) => (text === "yes" || text === "no" ? text : null);

function daysOf(month: Month): number {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

function list(query: URLSearchParams, key: string): string[] {
  const values = query.getAll(key).flatMap((text) => text.split(","));
  return [...new Set(values.filter((value) => /^[\p{L}\p{N}_:@+.|-]{1,80}$/u.test(value)))];
}
