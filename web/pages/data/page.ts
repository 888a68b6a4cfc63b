import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/data",
  title: m.page_data,
  order: 90,
  desk: { group: "system", key: "d" },
  load: () => import("./Data.svelte"),
};

export default page;
