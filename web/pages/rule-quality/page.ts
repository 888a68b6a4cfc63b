import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/rules/quality",
  title: m.page_rule_quality,
  order: 52,
  desk: null,
  under: "/rules",
  load: () => import("./RuleQuality.svelte"),
};

export default page;
