import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/findings",
  title: m.page_findings,
  order: 30,
  desk: { group: "audit", key: "f" },
  load: () => import("./Findings.svelte"),
};

export default page;
