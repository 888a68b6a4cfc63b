import { fail } from "../../errors.ts";
import { Counted } from "./counted.ts";

const MINUTE = 60_000;
/** Wrong passwords until an account is locked, and for how long at first; each further lock is twice as long, up to a day. */
export const WRONG_PER_ACCOUNT = 10;
export const FIRST_LOCK_MS = 15 * MINUTE;
const LONGEST_LOCK_MS = 24 * 60 * MINUTE;
/** An office may sit behind one address: this is about somebody who tries many accounts. */
export const WRONG_PER_ADDRESS = 50;
const ADDRESS_WINDOW_MS = 15 * MINUTE;
const WRONG_WINDOW_MS = 24 * 60 * MINUTE;
const KEYS = 10_000;

/** What is known of the locks of an account; one that does not exist is locked in the same way, so that nobody learns which do. */
export interface Lock {
  until: string | null;
  locks: number;
}

/** Wrong passwords by account and by address, in bounded memory. */
export class LockOut {
  readonly #now: () => Date;
  readonly #known: Counted;
  readonly #unknown: Counted;
  readonly #byAddress: Counted;
  readonly #locksOfUnknown = new Map<string, Lock>();

  constructor(now: () => Date) {
    this.#now = now;
    // Apart from each other, so that made-up names cannot push the counts of accounts out.
    this.#known = new Counted({ windowMs: WRONG_WINDOW_MS, keys: KEYS, now });
    this.#unknown = new Counted({ windowMs: WRONG_WINDOW_MS, keys: KEYS, now });
    this.#byAddress = new Counted({ windowMs: ADDRESS_WINDOW_MS, keys: KEYS, now });
  }

  /** @throws access.locked while the account or the address has to wait */
  check(account: string, lock: Lock | undefined, address: string): void {
    const { until } = lock ?? this.#locksOfUnknown.get(account) ?? { until: null };
    if (until !== null && Date.parse(until) > this.#now().getTime()) throw fail("access.locked", { until });
    const tried = this.#byAddress.at(address);
    if (tried && tried.count >= WRONG_PER_ADDRESS) {
      throw fail("access.locked", { until: new Date(tried.until).toISOString() });
    }
  }

  /** Counts a wrong password. Gives until when the account is locked from now on, or null. */
  wrong(account: string, lock: Lock | undefined, address: string): string | null {
    this.#byAddress.add(address);
    const counted = lock ? this.#known : this.#unknown;
    if (counted.add(account).count < WRONG_PER_ACCOUNT) return null;
    counted.forget(account);
    const { locks } = lock ?? this.#locksOfUnknown.get(account) ?? { locks: 0 };
    const until = new Date(this.#now().getTime() + Math.min(FIRST_LOCK_MS * 2 ** locks, LONGEST_LOCK_MS)).toISOString();
    if (!lock) this.#lockUnknown(account, { until, locks: locks + 1 });
    return until;
  }

  right(account: string): void {
    this.#known.forget(account);
  }

  #lockUnknown(account: string, lock: Lock): void {
    this.#locksOfUnknown.delete(account);
    for (const oldest of this.#locksOfUnknown.keys()) {
      if (this.#locksOfUnknown.size < KEYS) break;
      this.#locksOfUnknown.delete(oldest);
    }
    this.#locksOfUnknown.set(account, lock);
  }
}
