import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/runs",
  title: m.page_runs,
  order: 60,
  desk: { group: "audit", key: "u" },
  load: () => import("./Runs.svelte"),
};

export default page;
