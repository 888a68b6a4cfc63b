import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/corrections",
  title: m.page_corrections,
  order: 33,
  desk: { group: "audit", key: "e" },
  permission: "data.read",
  load: () => import("./Corrections.svelte"),
};

export default page;
