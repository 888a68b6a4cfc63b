import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/",
  title: m.page_overview,
  group: "analysis",
  order: 10,
  key: "o",
  load: () => import("./Overview.svelte"),
};

export default page;
