import type { Journal } from "../../journal/journal.ts";
import { Counted } from "./counted.ts";

/** The act of turning somebody away at the door. */
export const SESSION_REFUSED = "session.refused";

const HOUR = 3_600_000;
const PER_HOUR = 200;

/** Who did what where nobody is known to have done it. */
export const NOBODY = "nobody";

export interface Refusal {
  /** Null where there is no such account: what was typed may be a password in the wrong field. */
  account: string | null;
  why: "password" | "locked" | "csrf";
  address: string;
}

/** A request beyond what an account may do. */
export interface Denial {
  account: string;
  permission: string;
  /** Method and path of the route, without what was filled in. */
  route: string;
  address: string;
}

/** Writes refusals into the journal, so many an hour at most: a flood is counted and told by the next one that is written. */
export class Refusals {
  readonly #journal: Journal;
  readonly #written: Counted;
  readonly #denied: Counted;
  #unwritten = 0;

  constructor(journal: Journal, now: () => Date) {
    this.#journal = journal;
    this.#written = new Counted({ windowMs: HOUR, keys: 1, now });
    this.#denied = new Counted({ windowMs: HOUR, keys: 10_000, now });
  }

  async tell({ account, why, address }: Refusal): Promise<void> {
    if (this.#written.add("hour").count > PER_HOUR) {
      this.#unwritten++;
      return;
    }
    const before = this.#unwritten;
    this.#unwritten = 0;
    const more = before > 0 ? { unwritten: before } : {};
    await this.#journal.append(NOBODY, SESSION_REFUSED, { account, why, address, ...more });
  }

  /** Writes down that somebody asked for what he may not do: once an hour for each account and route. */
  async denied({ account, permission, route, address }: Denial): Promise<void> {
    if (this.#denied.add(`${account} ${route}`).count > 1) return;
    await this.#journal.append(account, SESSION_REFUSED, { account, why: "denied", permission, route, address });
  }
}
