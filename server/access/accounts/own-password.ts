import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Access } from "../access.ts";
import { hashPassword, isPasswordOf } from "../passwords/password-hash.ts";
import { checkPassword, sameAgain } from "../passwords/password-rules.ts";
import { ACCOUNT_LOCKED, PASSWORD_SET } from "./account.ts";

/**
 * Sets one's own password, and ends all sessions of the account: whoever signed in with the old one is out. The old one is guessed at here as little as at the door.
 * @throws access.wrong_password, access.weak_password, access.locked
 */
export function changeOwnPassword(
  access: Access,
  { id }: Principal,
  { current, next }: { current: string; next: string },
  address: string,
): Promise<void> {
  return access.turns.take(`password ${id}`, async () => {
    const account = access.accounts.get(id);
    if (!account?.password) throw fail("access.wrong_password");
    const lock = { until: account.lockedUntil, locks: account.locks };
    access.lockOut.check(id, lock, address);
    if (!(await isPasswordOf(account.password.hash, current))) {
      const until = access.lockOut.wrong(id, lock, address);
      if (until) await access.record(id, ACCOUNT_LOCKED, { account: id, until, address });
      else await access.refusals.tell({ account: id, why: "password", address });
      throw until ? fail("access.locked", { until }) : fail("access.wrong_password");
    }
    checkPassword(next, account);
    if (next.normalize("NFKC") === current.normalize("NFKC")) throw sameAgain();
    const password = await hashPassword(next, access.passwordCost);
    await access.record(id, PASSWORD_SET, { account: id, password, oneTime: false });
    access.lockOut.right(id);
  });
}
