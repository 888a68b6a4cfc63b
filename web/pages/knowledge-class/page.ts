import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/knowledge/:class",
  title: m.page_knowledge_class,
  order: 56,
  desk: null,
  under: "/knowledge",
  load: () => import("./KnowledgeClass.svelte"),
};

export default page;
