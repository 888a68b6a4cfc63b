import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/review",
  title: m.page_review,
  order: 29,
  desk: { group: "audit", key: "v" },
  permission: "data.read",
  load: () => import("./Review.svelte"),
};

export default page;
