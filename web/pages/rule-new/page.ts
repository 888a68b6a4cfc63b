import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/rules/new",
  title: m.page_rule_new,
  order: 52,
  desk: null,
  under: "/rules",
  load: () => import("../rule-editor/RuleEditor.svelte"),
};

export default page;
