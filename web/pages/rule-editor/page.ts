import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/rules/:rule/edit",
  title: m.page_rule_editor,
  order: 53,
  desk: null,
  under: "/rules",
  load: () => import("./RuleEditor.svelte"),
};

export default page;
