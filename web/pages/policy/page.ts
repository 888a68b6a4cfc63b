import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/policies/:file",
  title: m.page_policy,
  order: 51,
  desk: null,
  under: "/policies",
  load: () => import("./PolicyPage.svelte"),
};

export default page;
