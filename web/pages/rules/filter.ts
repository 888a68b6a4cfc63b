import type { ListedRule } from "../../lib/rules.ts";

/** Conditions of the list, each a list of values; the order is that of the address. */
export const conditions = ["category", "class", "origin", "state", "shape", "scene", "result", "investigate"] as const;
export type Condition = (typeof conditions)[number];
export const orders = ["id", "open", "loss", "changed"] as const;
export type Order = (typeof orders)[number];

/** Everything the library shows follows from this, and this stands in the address. */
export interface View extends Record<Condition, string[]> {
  q: string;
  order: Order;
}

const values: Record<Condition, (rule: ListedRule) => string[]> = {
  category: (rule) => [rule.category.id],
  class: (rule) => (rule.official ? [rule.official.class] : []),
  origin: (rule) => [rule.official ? "official" : "own", ...(rule.origin === "shipped" ? [] : [rule.origin])],
  state: (rule) => [
    rule.state,
    ...(rule.pending ? ["pending"] : []),
    ...(rule.draft && rule.state !== "draft" ? ["redrafted"] : []),
  ],
  shape: (rule) => [rule.shape],
  scene: (rule) => rule.scenes,
  result: (rule) => [rule.result.id],
  investigate: (rule) => [rule.investigate],
};

export function readView(query: URLSearchParams): View {
  const listed = Object.fromEntries(conditions.map((name) => [name, list(query, name)])) as Record<Condition, string[]>;
  return {
    ...listed,
    q: (query.get("q") ?? "").slice(0, 200),
    order: orders.find((order) => order === query.get("order")) ?? "id",
  };
}

/** Writes what differs from the defaults, in a fixed order: equal views have equal addresses. */
export function writeView(view: View): string {
  const listed = conditions
    .filter((name) => view[name].length > 0)
    .map((name) => `${name}=${view[name].map(encodeURIComponent).join(",")}`);
  const own = [
    ...(view.q === "" ? [] : [`q=${encodeURIComponent(view.q)}`]),
    ...(view.order === "id" ? [] : [`order=${view.order}`]),
  ];
  return [...listed, ...own].join("&");
}

/** Values of a condition among rules, with how many have each; the most frequent first. */
export function choices(rules: readonly ListedRule[], condition: Condition): { value: string; count: number }[] {
  const counted = new Map<string, number>();
  for (const value of rules.flatMap(values[condition])) counted.set(value, (counted.get(value) ?? 0) + 1);
  return [...counted].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

/** Rules that a view asks for, in its order. */
export function matching(rules: readonly ListedRule[], view: View): ListedRule[] {
  const wanted = view.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const said = (rule: ListedRule) =>
    [
      rule.id,
      rule.title.zh,
      rule.title.en,
      rule.official?.code ?? "",
      rule.official?.class ?? "",
      ...rule.basis.map(({ law, article }) => `${law} ${article}`),
    ]
      .join(" ")
      .toLowerCase();
  const found = rules
    .filter((rule) =>
      conditions.every(
        (name) => view[name].length === 0 || values[name](rule).some((value) => view[name].includes(value)),
      ),
    )
    .filter((rule) => wanted.every((word) => said(rule).includes(word)));
  const rank: Record<Order, (rule: ListedRule) => number | string> = {
    id: () => 0,
    open: (rule) => -rule.findings.open,
    loss: (rule) => -Number(rule.findings.loss ?? 0),
    changed: (rule) => -(rule.changedAt ? Date.parse(rule.changedAt) : 0),
  };
  return found.sort((a, b) => Number(rank[view.order](a)) - Number(rank[view.order](b)));
}

function list(query: URLSearchParams, key: string): string[] {
  const found = query.getAll(key).flatMap((text) => text.split(","));
  return [...new Set(found.filter((value) => /^[\p{L}\p{N}_-]{1,40}$/u.test(value)))];
}
