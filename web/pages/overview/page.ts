import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/",
  title: m.page_overview,
  order: 10,
  desk: { group: "analysis", key: "o" },
  permission: "figures.read",
  load: () => import("./Overview.svelte"),
};

export default page;
