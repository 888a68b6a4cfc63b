import type { Role } from "../role.ts";

/** Reviews findings of the whole nation, approves what others judged, and agrees to rules. */
export default {
  id: "supervisor",
  title: { zh: "国家监管", en: "Supervisor" },
  reaches: ["nation"],
  permissions: [
    "figures.read",
    "data.read",
    "data.export",
    "findings.judge",
    "findings.approve",
    "corrections.handle",
    "persons.read",
    "rules.approve",
    "jobs.read",
    "journal.read",
  ],
} satisfies Role;
