import { query, showQuery } from "../../lib/router.ts";

/** The rooms of the page; the first one is where it opens. */
export const tabs = ["batches", "quality", "layouts"] as const;
export type Tab = (typeof tabs)[number];

/** What the data page shows; it stands in the address, so that a batch or a layout can be linked to. */
export interface View {
  tab: Tab;
  batch: number | null;
  detail: "rejects" | "quality";
  layout: string | null;
}

export function readView(search: URLSearchParams = query()): View {
  const batch = search.get("batch") ?? "";
  return {
    tab: tabs.find((tab) => tab === search.get("tab")) ?? tabs[0],
    batch: /^[1-9]\d{0,14}$/.test(batch) ? Number(batch) : null,
    detail: search.get("detail") === "quality" ? "quality" : "rejects",
    layout: search.get("layout"),
  };
}

export function writeView({ tab, batch, detail, layout }: View): string {
  const search = new URLSearchParams();
  if (tab !== tabs[0]) search.set("tab", tab);
  if (batch !== null) search.set("batch", String(batch));
  if (batch !== null && detail === "quality") search.set("detail", detail);
  if (layout && tab === "layouts") search.set("layout", layout);
  return search.toString();
}

export function show(patch: Partial<View>): void {
  showQuery(writeView({ ...readView(), ...patch }));
}

/** The address of this page with something changed, for real links. */
export function linkWith(patch: Partial<View>): string {
  return `/data?${writeView({ ...readView(), ...patch })}`;
}
