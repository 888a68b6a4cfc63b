import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/data",
  title: m.page_data,
  group: "system",
  order: 90,
  key: "d",
  load: () => import("./Data.svelte"),
};

export default page;
