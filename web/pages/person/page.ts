import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/persons/:id",
  title: m.page_person,
  order: 36,
  desk: null,
  permission: "persons.read",
  load: () => import("./PersonPage.svelte"),
};

export default page;
