import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/journal",
  title: m.page_journal,
  order: 91,
  desk: { group: "system", key: "j" },
  permission: "journal.read",
  load: () => import("./Journal.svelte"),
};

export default page;
