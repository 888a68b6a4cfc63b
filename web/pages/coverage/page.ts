import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/rules/coverage",
  title: m.page_coverage,
  order: 51,
  desk: null,
  under: "/rules",
  load: () => import("./CoveragePage.svelte"),
};

export default page;
