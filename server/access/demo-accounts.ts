import type { Scope } from "../store/principal.ts";
import { nationalPrincipal } from "../store/principal.ts";
import type { Access } from "./access.ts";
import { ACCOUNT_MADE } from "./accounts/account.ts";

const nation: Scope = { all: true };
const province = (code: string): Scope => ({ all: false, side: "either", provinces: [code] });

/** An account for each role, for the generated demo on loopback. No password fits them. */
export const demoAccounts: readonly { account: string; name: string; role: string; scope: Scope }[] = [
  { account: "demo-supervisor", name: "国家监管 A", role: "supervisor", scope: nation },
  { account: "demo-approver", name: "国家监管 B", role: "supervisor", scope: nation },
  { account: "demo-analyst", name: "分析", role: "analyst", scope: nation },
  { account: "demo-henan", name: "河南监管", role: "province", scope: province("410000") },
  { account: "demo-shanghai", name: "上海监管", role: "province", scope: province("310000") },
  {
    account: "demo-zhengzhou",
    name: "郑州经办",
    role: "city",
    scope: { all: false, side: "either", provinces: [], cities: ["410100"] },
  },
  { account: "demo-author", name: "规则员", role: "rule_author", scope: nation },
  { account: "demo-admin", name: "管理员", role: "administrator", scope: nation },
];

/** Makes those that are not there yet. */
export async function makeDemoAccounts(access: Access): Promise<void> {
  for (const made of demoAccounts) {
    if (access.accounts.get(made.account)) continue;
    await access.record(nationalPrincipal.id, ACCOUNT_MADE, { ...made, password: null });
  }
}
