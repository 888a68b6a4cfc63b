import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/claims/:id",
  title: m.page_claim,
  order: 41,
  desk: null,
  under: "/resettlement",
  load: () => import("./ClaimPage.svelte"),
};

export default page;
