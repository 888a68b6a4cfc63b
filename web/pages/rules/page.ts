import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/rules",
  title: m.page_rules,
  order: 50,
  desk: { group: "audit", key: "l" },
  load: () => import("./Rules.svelte"),
};

export default page;
