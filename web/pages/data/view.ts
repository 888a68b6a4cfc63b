import { query, showQuery } from "../../lib/router.ts";

/** What the data page shows; it stands in the address, so that a batch or a layout can be linked to. */
export interface View {
  tab: "batches" | "layouts";
  batch: number | null;
  detail: "rejects" | "quality";
  layout: string | null;
}

export function readView(search: URLSearchParams = query()): View {
  const batch = search.get("batch") ?? "";
  return {
    tab: search.get("tab") === "layouts" ? "layouts" : "batches",
    batch: /^[1-9]\d{0,14}$/.test(batch) ? Number(batch) : null,
    detail: search.get("detail") === "quality" ? "quality" : "rejects",
    layout: search.get("layout"),
  };
}

export function writeView({ tab, batch, detail, layout }: View): string {
  const search = new URLSearchParams();
  if (tab === "layouts") search.set("tab", tab);
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
