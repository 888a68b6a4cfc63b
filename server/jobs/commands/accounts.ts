import type { Account } from "../../access/accounts/account.ts";
import { type AccountAnswer, answerOf } from "../../access/accounts/account-answer.ts";
import { accountsOf, changeAccount, makeAccount, resetPassword } from "../../access/accounts/administer.ts";
import { roles } from "../../access/role.ts";
import { ONE_TIME_HOURS } from "../../access/sign-in/password.ts";
import { fail } from "../../errors.ts";
import type { Scope } from "../../store/principal.ts";
import { atOnce, names, type Options, type StoreContext, storeCommand, text } from "../command.ts";
import { actionOf } from "../term-actions.ts";

type Answer =
  | { action: "list"; accounts: AccountAnswer[] }
  | { action: "add" | "reset"; account: AccountAnswer; oneTimePassword: string }
  | { action: "disable" | "enable"; account: AccountAnswer };

/** Accounts by the machine's own user: for the first ones, and where no administrator can sign in any more. */
export default storeCommand<Answer>({
  name: "accounts",
  summary: "list accounts, add one, give a new password, close one or open it again",
  arguments: { form: "<words...>", about: "list, add ID, reset ID, disable ID, enable ID" },
  options: [
    { flags: "--name <name>", about: "add: what the person is called" },
    { flags: "--role <role>", about: "add: what it may do", choices: [...roles.keys()] },
    { flags: "--province <code...>", about: "add: provinces it reaches, 410000; the nation where neither is given" },
    { flags: "--city <code...>", about: "add: cities it reaches, 410100" },
    { flags: "--side <side>", about: "add: of which side", choices: ["insured", "care", "either"], fallback: "either" },
    { flags: "--reason <text>", about: "reset, disable, enable: why; kept in the journal" },
  ],
  lane: atOnce,
  permission: () => "terminal",
  confidential: true,
  async run({ house: { access }, principal }: StoreContext, options): Promise<Answer> {
    const { action, rest } = actionOf(options, ["list", "add", "reset", "disable", "enable"] as const);
    const told = (account: Account) => answerOf(account, access.now());
    if (action === "list") return { action, accounts: accountsOf(access, principal).map(told) };
    const id = idOf(rest);
    const reason = text(options.reason) ?? "terminal";
    if (action === "disable" || action === "enable") {
      const change = { disabled: action === "disable", reason };
      return { action, account: told(await changeAccount(access, principal, id, change)) };
    }
    const oneTimePassword =
      action === "add"
        ? await makeAccount(access, principal, { id, ...formOf(options) })
        : await resetPassword(access, principal, id, reason);
    return { action, account: told(access.accounts.get(id)!), oneTimePassword };
  },
  print(answer) {
    if (answer.action === "list") {
      return answer.accounts.length === 0 ? "no accounts\n" : answer.accounts.map(line).join("");
    }
    const once =
      "oneTimePassword" in answer ? `${answer.oneTimePassword}\n# for one use, within ${ONE_TIME_HOURS} hours\n` : "";
    return `${line(answer.account)}${once}`;
  },
});

/** @throws request.invalid */
function idOf(rest: readonly string[]): string {
  const [id, ...more] = rest;
  if (id !== undefined && more.length === 0) return id;
  throw fail("request.invalid", { where: "accounts", expected: "one account", got: rest.join(" ") || "nothing" });
}

/** @throws request.invalid */
function formOf(options: Options): { name: string; role: string; scope: Scope } {
  const name = text(options.name);
  const role = text(options.role);
  if (name === undefined || role === undefined) {
    const where = name === undefined ? "--name" : "--role";
    throw fail("request.invalid", { where, expected: "a text", got: "nothing" });
  }
  return { name, role, scope: scopeOf(options) };
}

function scopeOf(options: Options): Scope {
  const [provinces, cities] = [names(options.province), names(options.city)];
  if (provinces.length === 0 && cities.length === 0) return { all: true };
  const side = text(options.side) as "insured" | "care" | "either";
  return { all: false, side, provinces, ...(cities.length > 0 ? { cities } : {}) };
}

function line({ id, name, role, scope, disabled, lockedUntil, lastSignIn }: AccountAnswer): string {
  const where = scope.all ? "nation" : `${scope.side}: ${[...scope.provinces, ...(scope.cities ?? [])].join(", ")}`;
  const state = disabled ? "disabled" : lockedUntil ? `locked until ${lockedUntil}` : "open";
  return `${[id, name, role, where, state, lastSignIn ?? "never signed in"].join("\t")}\n`;
}
