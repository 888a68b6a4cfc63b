import { fail } from "../../errors.ts";
import type { Principal, Scope } from "../../store/principal.ts";
import type { Access } from "../access.ts";
import { hashPassword } from "../passwords/password-hash.ts";
import { oneTimePassword } from "../passwords/password-rules.ts";
import { isWithin } from "../reach.ts";
import {
  ACCOUNT_CHANGED,
  ACCOUNT_MADE,
  type Account,
  isNationalAdministrator,
  PASSWORD_SET,
  principalOf,
  SESSIONS_ENDED,
} from "./account.ts";
import { checkId, checkName, checkRole, checkScope } from "./account-form.ts";

export interface AskedAccount {
  id: string;
  name: string;
  role: string;
  scope: Scope;
}

export interface AskedChange {
  name?: string | undefined;
  role?: string | undefined;
  scope?: Scope | undefined;
  disabled?: boolean | undefined;
  reason: string;
}

/** One act on accounts after the other: each is checked against what the one before left. */
const inTurn = <T>(access: Access, work: () => Promise<T>): Promise<T> => access.turns.take("accounts", work);

/** The accounts a principal administers: those within its scope. */
export const accountsOf = (access: Access, { scope }: Principal): readonly Account[] =>
  access.accounts.all().filter((account) => isWithin(account.scope, scope));

/** Makes an account and gives the password for its first sign-in, which is kept nowhere. @throws account.invalid, account.exists, account.out_of_scope */
export async function makeAccount(access: Access, principal: Principal, asked: AskedAccount): Promise<string> {
  const { id, name, role, scope } = asked;
  checkId(id);
  checkName(name);
  checkScope(scope, await access.places(principal));
  checkRole(role, scope);
  if (!isWithin(scope, principal.scope)) throw fail("account.out_of_scope", { account: id });
  const given = oneTimePassword();
  const password = await hashPassword(given, access.passwordCost);
  await inTurn(access, async () => {
    if (!isWithin(scope, asItStands(access, principal).scope)) throw fail("account.out_of_scope", { account: id });
    if (access.accounts.get(id)) throw fail("account.exists", { account: id });
    await access.record(principal.id, ACCOUNT_MADE, { account: id, name, role, scope, password });
  });
  return given;
}

/** Changes name, role or scope, closes an account or opens it again. @throws account.not_found, account.own, account.out_of_scope, account.last_administrator, account.invalid */
export function changeAccount(access: Access, principal: Principal, id: string, change: AskedChange): Promise<Account> {
  return inTurn(access, async () => {
    const account = managed(access, principal, id);
    const { name = account.name, role = account.role, scope = account.scope, disabled = account.disabled } = change;
    checkName(name);
    checkScope(scope, await access.places(principal));
    checkRole(role, scope);
    if (!isWithin(scope, asItStands(access, principal).scope)) throw fail("account.out_of_scope", { account: id });
    const after = { ...account, role, scope, disabled };
    if (isNationalAdministrator(account) && !isNationalAdministrator(after)) refuseLast(access, id);
    await access.record(principal.id, ACCOUNT_CHANGED, { account: id, ...change });
    return access.accounts.get(id)!;
  });
}

/** Gives an account a password for one use, in the place of its own, and lets it in again if it was locked. Its sessions end. @throws account.not_found, account.own */
export async function resetPassword(access: Access, principal: Principal, id: string, reason: string): Promise<string> {
  managed(access, principal, id);
  const given = oneTimePassword();
  const password = await hashPassword(given, access.passwordCost);
  await inTurn(access, async () => {
    managed(access, principal, id);
    await access.record(principal.id, PASSWORD_SET, { account: id, password, oneTime: true, reason });
    access.lockOut.right(id);
  });
  return given;
}

/** Signs an account out everywhere. @throws account.not_found */
export function endSessions(access: Access, principal: Principal, id: string, reason?: string): Promise<void> {
  return inTurn(access, async () => {
    if (id !== principal.id) managed(access, principal, id);
    await access.record(principal.id, SESSIONS_ENDED, { account: id, ...(reason ? { reason } : {}) });
  });
}

/** An account that a principal may act on: within its scope, and not its own. */
function managed(access: Access, principal: Principal, id: string): Account {
  const account = access.accounts.get(id);
  if (!account || !isWithin(account.scope, asItStands(access, principal).scope))
    throw fail("account.not_found", { account: id });
  if (id === principal.id) throw fail("account.own");
  return account;
}

/** Who acts, by what the acts before this one left of his account. The machine's own user has none. @throws access.denied */
function asItStands(access: Access, principal: Principal): Principal {
  const account = access.accounts.get(principal.id);
  if (!account) return principal;
  const now = principalOf(account);
  if (account.disabled || !now.permissions.has("accounts.write")) {
    throw fail("access.denied", { permission: "accounts.write" });
  }
  return now;
}

function refuseLast(access: Access, id: string): void {
  const others = access.accounts.all().filter((account) => account.id !== id && isNationalAdministrator(account));
  if (others.length === 0) throw fail("account.last_administrator", { account: id });
}
