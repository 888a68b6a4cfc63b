import type { Role } from "../role.ts";

/** Manages accounts within its reach; of the nation also the data and the work of the machine. Judges nothing and sees no person. */
export default {
  id: "administrator",
  title: { zh: "管理员", en: "Administrator" },
  reaches: ["nation", "provinces"],
  permissions: ["system.read", "accounts.write", "journal.read", "data.load", "data.read", "jobs.read", "jobs.run"],
  ofTheNation: ["system.read", "data.load", "jobs.read", "jobs.run"],
} satisfies Role;
