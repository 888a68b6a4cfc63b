import { type Permission, type Principal, permissions } from "../../store/principal.ts";

const allBut = (without: Permission) => new Set(permissions.filter((name) => name !== without));

/** Who writes rules, and who agrees to them. */
export const author: Principal = {
  ...{ id: "demo-author", name: "规则员 A", scope: { all: true } },
  permissions: allBut("rules.approve"),
};
export const approver: Principal = {
  ...{ id: "demo-approver", name: "审批员 B", scope: { all: true } },
  permissions: allBut("rules.write"),
};
