import { nationalPrincipal } from "../store/principal.ts";
import type { Access } from "./access.ts";
import { isNationalAdministrator } from "./accounts/account.ts";
import { makeAccount, resetPassword } from "./accounts/administer.ts";

const ID = "admin";

/**
 * Where nobody could sign in and administer accounts, makes `admin` and gives the password for its first sign-in; null where somebody can. The password
 * goes to the terminal and nowhere else.
 */
export async function firstAdministrator(access: Access): Promise<{ account: string; oneTimePassword: string } | null> {
  const able = access.accounts.all().some((account) => isNationalAdministrator(account) && account.password !== null);
  if (able) return null;
  const known = access.accounts.all().find((account) => account.id === ID && isNationalAdministrator(account));
  if (known)
    return { account: ID, oneTimePassword: await resetPassword(access, nationalPrincipal, ID, "first administrator") };
  const account = freeId(access);
  const asked = { id: account, name: "管理员", role: "administrator", scope: { all: true } } as const;
  return { account, oneTimePassword: await makeAccount(access, nationalPrincipal, asked) };
}

function freeId({ accounts }: Access): string {
  let id = ID;
  for (let n = 2; accounts.get(id); n++) id = `${ID}-${n}`;
  return id;
}
