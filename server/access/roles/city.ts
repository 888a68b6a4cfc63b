import type { Role } from "../role.ts";

/** Handles the findings of one or more cities; the province approves. */
export default {
  id: "city",
  title: { zh: "市级经办", en: "City" },
  reaches: ["cities"],
  permissions: ["figures.read", "data.read", "data.export", "findings.judge", "corrections.handle", "persons.read"],
} satisfies Role;
