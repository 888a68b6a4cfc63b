import type { Role } from "../role.ts";

/** Does a supervisor's work for one or more provinces. Rules are agreed to by the nation. */
export default {
  id: "province",
  title: { zh: "省级监管", en: "Province" },
  reaches: ["provinces"],
  permissions: [
    "figures.read",
    "data.read",
    "data.export",
    "findings.judge",
    "findings.approve",
    "corrections.handle",
    "persons.read",
    "jobs.read",
    "journal.read",
  ],
} satisfies Role;
