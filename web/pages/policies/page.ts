import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/policies",
  title: m.page_policies,
  order: 50,
  desk: { group: "audit", key: "p" },
  load: () => import("./Policies.svelte"),
};

export default page;
