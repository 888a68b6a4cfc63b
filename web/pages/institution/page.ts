import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/institutions/:code",
  title: m.page_institution,
  order: 32,
  desk: null,
  under: "/institutions",
  permission: "data.read",
  load: () => import("./InstitutionPage.svelte"),
};

export default page;
