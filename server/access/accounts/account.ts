import type { JournalEntry } from "../../journal/journal.ts";
import type { Principal, Scope } from "../../store/principal.ts";
import { reachOf } from "../reach.ts";
import { permissionsOf, roles } from "../role.ts";

/** The acts on accounts. Their `password` is an argon2id string, shown and searched nowhere. */
export const ACCOUNT_MADE = "account.made";
export const ACCOUNT_CHANGED = "account.changed";
export const PASSWORD_SET = "account.password_set";
export const SESSIONS_ENDED = "account.sessions_ended";
export const ACCOUNT_LOCKED = "account.locked";
export const SESSION_OPENED = "session.opened";

export interface Password {
  /** Argon2id in PHC form. */
  hash: string;
  /** Given by somebody else: good for setting one's own, and for a few days. */
  oneTime: boolean;
  setAt: string;
}

/** A person who may sign in, as the acts of the journal left it. */
export interface Account {
  id: string;
  name: string;
  role: string;
  scope: Scope;
  disabled: boolean;
  /** Null: signs in some other way. */
  password: Password | null;
  createdAt: string;
  lastSignIn: string | null;
  /** Wrong passwords closed it until then; ISO. */
  lockedUntil: string | null;
  /** How often it was locked since somebody last came in: each time is longer. */
  locks: number;
  /** Sessions opened before this act are over. */
  sessionsFrom: number;
}

export interface Made {
  account: string;
  name: string;
  role: string;
  scope: Scope;
  /** Null: no password fits. */
  password: string | null;
}

export interface Changed {
  account: string;
  name?: string;
  role?: string;
  scope?: Scope;
  disabled?: boolean;
  reason: string;
}

export interface PasswordSet {
  account: string;
  password: string;
  oneTime: boolean;
  reason?: string;
}

/** The account after an act on it; undefined where the act is none of these, or on an account nobody made. */
export function accountAfter(before: Account | undefined, { seq, at, act, data }: JournalEntry): Account | undefined {
  if (act === ACCOUNT_MADE) return made(data as unknown as Made, seq, at);
  if (!before) return undefined;
  switch (act) {
    case ACCOUNT_CHANGED: {
      const { name = before.name, role = before.role, scope = before.scope, disabled } = data as unknown as Changed;
      const changed = { ...before, name, role, scope, disabled: disabled ?? before.disabled };
      return disabled ? { ...changed, sessionsFrom: seq } : changed;
    }
    case PASSWORD_SET: {
      const { password: hash, oneTime } = data as unknown as PasswordSet;
      const password = { hash, oneTime, setAt: at };
      return { ...before, password, sessionsFrom: seq, lockedUntil: null, locks: 0 };
    }
    case SESSIONS_ENDED:
      return { ...before, sessionsFrom: seq };
    case ACCOUNT_LOCKED:
      return { ...before, lockedUntil: (data as { until: string }).until, locks: before.locks + 1 };
    case SESSION_OPENED:
      return { ...before, lastSignIn: at, lockedUntil: null, locks: 0 };
    default:
      return undefined;
  }
}

function made({ account: id, name, role, scope, password: hash }: Made, seq: number, at: string): Account {
  const password = hash === null ? null : { hash, oneTime: true, setAt: at };
  const fresh = { disabled: false, lastSignIn: null, lockedUntil: null, locks: 0 };
  return { id, name, role, scope, password, createdAt: at, sessionsFrom: seq, ...fresh };
}

/** Who asks when this account does. With a password of somebody else's giving only one's own account is open. */
export function principalOf({ id, name, role, scope, password }: Account): Principal {
  const permissions = permissionsOf(password?.oneTime ? undefined : roles.get(role), reachOf(scope));
  return { id, name, role, scope, permissions };
}

/** Whether it administers the accounts of the whole nation and is open. */
export const isNationalAdministrator = ({ role, scope, disabled }: Account): boolean =>
  !disabled && scope.all && (roles.get(role)?.permissions.includes("accounts.write") ?? false);
