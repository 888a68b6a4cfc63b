import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/resettlement",
  title: m.page_resettlement,
  order: 40,
  desk: { group: "audit", key: "r" },
  load: () => import("./Resettlement.svelte"),
};

export default page;
