import Type, { type Static } from "typebox";
import { fail } from "../../errors.ts";
import type { Access } from "../access.ts";
import { ACCOUNT_LOCKED, type Account } from "../accounts/account.ts";
import { hashPassword, isPasswordOf } from "../passwords/password-hash.ts";
import type { SignInWay } from "../sign-in.ts";

const given = Type.Object(
  { account: Type.String({ minLength: 1, maxLength: 200 }), password: Type.String({ minLength: 1, maxLength: 1000 }) },
  { additionalProperties: false },
);
type Given = Static<typeof given>;

/** A password of somebody else's giving is good for this long. */
export const ONE_TIME_HOURS = 72;

/** By name and password. An unknown name costs the same time and gets the same words as a wrong password. */
export default {
  id: "password",
  offered: () => true,
  steps: [
    {
      method: "POST",
      path: "/api/session",
      summary: "Signs in by name and password",
      given,
      identify: ({ access, address }, body) => {
        const { account, password } = body as Given;
        const id = account.trim().toLowerCase();
        // One guess after the other: many at once could not be counted before they are answered.
        return access.turns.take(`password ${id}`, () => identify(access, address, id, password));
      },
    },
  ],
} satisfies SignInWay;

async function identify(access: Access, address: string, id: string, password: string): Promise<{ account: string }> {
  const account = access.accounts.get(id);
  const known = account && { until: account.lockedUntil, locks: account.locks };
  try {
    access.lockOut.check(id, known, address);
  } catch (cause) {
    await access.refusals.tell({ account: account?.id ?? null, why: "locked", address });
    throw cause;
  }
  if (await isRight(access, account, password)) {
    access.lockOut.right(id);
    return { account: id };
  }
  const until = access.lockOut.wrong(id, known, address);
  if (account && until) await access.record(account.id, ACCOUNT_LOCKED, { account: account.id, until, address });
  else await access.refusals.tell({ account: account?.id ?? null, why: "password", address });
  throw until ? fail("access.locked", { until }) : fail("access.wrong_password");
}

/** Where no password can fit, one that nobody has is tried in its place: the answer takes as long. */
async function isRight(access: Access, account: Account | undefined, password: string): Promise<boolean> {
  const fits = await isPasswordOf(account?.password?.hash ?? (await decoy(access)), password);
  if (!fits || !account?.password || account.disabled) return false;
  const { oneTime, setAt } = account.password;
  return !oneTime || access.now().getTime() - Date.parse(setAt) < ONE_TIME_HOURS * 3_600_000;
}

const decoys = new WeakMap<Access, Promise<string>>();

function decoy(access: Access): Promise<string> {
  const made = decoys.get(access) ?? hashPassword(crypto.randomUUID(), access.passwordCost);
  decoys.set(access, made);
  return made;
}
