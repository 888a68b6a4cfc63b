import type { Role } from "../role.ts";

/** Writes rules and knowledge. They count for everybody, so the role is of the nation; somebody else agrees to them. */
export default {
  id: "rule_author",
  title: { zh: "规则员", en: "Rule author" },
  reaches: ["nation"],
  permissions: ["figures.read", "data.read", "rules.write", "knowledge.write", "jobs.read", "jobs.run"],
} satisfies Role;
