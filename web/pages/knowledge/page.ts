import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/knowledge",
  title: m.page_knowledge,
  order: 55,
  desk: { group: "audit", key: "k" },
  load: () => import("./Knowledge.svelte"),
};

export default page;
