import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/findings/:id",
  title: m.page_finding,
  order: 31,
  desk: null,
  under: "/findings",
  load: () => import("./FindingPage.svelte"),
};

export default page;
