/** What the page of correction notices shows, and what stands in its address. */
export interface View {
  /** `underpaid` are the amounts that wait for their persons; else notices at a stage, or at any. */
  tab: string;
  way: "over" | "under" | null;
  insured: string[];
  text: string;
  order: (typeof orders)[number];
  page: number;
  notice: string | null;
}

export const orders = ["amount", "day", "oldest"] as const;
export const pageSize = 50;

export function readView(query: URLSearchParams): View {
  const way = query.get("way");
  const page = Number(query.get("page") ?? 1);
  const tab = query.get("tab") ?? "all";
  const notice = query.get("notice");
  return {
    tab: /^[a-z_]{1,30}$/.test(tab) ? tab : "all",
    way: way === "over" || way === "under" ? way : null,
    insured: (query.get("insured") ?? "").split(",").filter((code) => /^\d{6}$/.test(code)),
    text: (query.get("text") ?? "").slice(0, 200),
    order: orders.find((order) => order === query.get("order")) ?? "amount",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    notice: notice && /^[0-9a-f]{32}$/.test(notice) ? notice : null,
  };
}

export function writeView({ tab, way, insured, text, order, page, notice }: View): string {
  return [
    tab === "all" ? "" : `tab=${tab}`,
    way ? `way=${way}` : "",
    insured.length > 0 ? `insured=${insured.join(",")}` : "",
    text ? `text=${encodeURIComponent(text)}` : "",
    order === "amount" ? "" : `order=${order}`,
    page === 1 ? "" : `page=${page}`,
    notice ? `notice=${notice}` : "",
  ]
    .filter((part) => part !== "")
    .join("&");
}

/** The list as the interface takes it. */
export function listQuery({ tab, way, insured, text, order, page }: View): string {
  return [
    tab === "all" ? "" : `stage=${tab}`,
    way ? `way=${way}` : "",
    insured.length > 0 ? `insured=${insured.join(",")}` : "",
    text ? `text=${encodeURIComponent(text)}` : "",
    `order=${order}&limit=${pageSize}&offset=${(page - 1) * pageSize}`,
  ]
    .filter((part) => part !== "")
    .join("&");
}
