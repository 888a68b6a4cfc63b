import type { Role } from "../role.ts";

/** Builds reports; judges nothing and sees no person. */
export default {
  id: "analyst",
  title: { zh: "分析", en: "Analyst" },
  reaches: ["nation", "provinces", "cities"],
  permissions: ["figures.read", "data.read", "data.export", "jobs.read"],
} satisfies Role;
