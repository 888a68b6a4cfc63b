import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/rules/:rule",
  title: m.page_rule,
  order: 54,
  desk: null,
  under: "/rules",
  load: () => import("./RulePage.svelte"),
};

export default page;
