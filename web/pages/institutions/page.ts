import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/institutions",
  title: m.page_institutions,
  order: 32,
  desk: { group: "audit", key: "i" },
  permission: "data.read",
  load: () => import("./Institutions.svelte"),
};

export default page;
