import type { ListedPolicy } from "../../lib/policy-text.ts";
import { fullName, type Regions } from "../../lib/regions.ts";
import type { Locale } from "../../paraglide/runtime.js";

export const shows = ["all", "defects", "own", "inferred"] as const;

/** What the list of policies shows; it stands in the address. */
export interface View {
  q: string;
  show: (typeof shows)[number];
}

export function readView(search: URLSearchParams): View {
  return { q: search.get("q") ?? "", show: shows.find((show) => show === search.get("show")) ?? "all" };
}

export function writeView({ q, show }: View): string {
  const search = new URLSearchParams();
  if (q !== "") search.set("q", q);
  if (show !== "all") search.set("show", show);
  return search.toString();
}

/** Policies that a view asks for; those that payments contradict come first, then those that most payments rest on. */
export function matching(
  policies: ListedPolicy[],
  { q, show }: View,
  regions: Regions,
  locale: Locale,
): ListedPolicy[] {
  const wanted = q.trim().toLowerCase();
  const said = ({ policy, title, source, areas }: ListedPolicy) =>
    [policy, title.zh, title.en ?? "", source, ...areas.map((area) => `${area} ${fullName(regions, area, locale)}`)]
      .join(" ")
      .toLowerCase();
  return policies
    .filter(
      (policy) =>
        show === "all" ||
        (show === "defects" && policy.defects.length > 0) ||
        (show === "own" && policy.own) ||
        (show === "inferred" && policy.confidence === "inferred"),
    )
    .filter((policy) => wanted === "" || said(policy).includes(wanted))
    .sort((a, b) => b.defects.length - a.defects.length || b.judged - a.judged || (a.policy < b.policy ? -1 : 1));
}
