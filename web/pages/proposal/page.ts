import type { Page } from "../../lib/page.ts";
import { m } from "../../paraglide/messages.js";

const page: Page = {
  route: "/policies/proposals/:area/:scheme",
  title: m.page_proposal,
  order: 52,
  desk: null,
  under: "/policies",
  load: () => import("./ProposalPage.svelte"),
};

export default page;
