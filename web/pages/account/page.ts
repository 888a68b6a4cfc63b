import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/account",
  title: m.page_account,
  order: 90,
  desk: null,
  load: () => import("./Account.svelte"),
};

export default page;
