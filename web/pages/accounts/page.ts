import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/accounts",
  title: m.page_accounts,
  order: 92,
  desk: { group: "system", key: "a" },
  permission: "accounts.write",
  load: () => import("./Accounts.svelte"),
};

export default page;
