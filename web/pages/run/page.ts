import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/runs/:run",
  title: m.page_run,
  order: 61,
  desk: null,
  under: "/runs",
  load: () => import("./RunPage.svelte"),
};

export default page;
