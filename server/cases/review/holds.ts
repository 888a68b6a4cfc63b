import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";

/** How long a hold lasts without being renewed. */
export const HOLD_MINUTES = 10;
/** One person holds no more than this, so that nobody locks the others out. */
export const HOLDS_EACH = 20;

/** A finding that somebody has before him. */
export interface Hold {
  finding: string;
  by: string;
  name: string;
  until: Date;
}

/**
 * Who has which finding before him: leases in memory, so that two never work on the same. They run out by themselves; a restart forgets them, which costs
 * nobody his work, since verdicts are checked against what stands.
 */
export class Holds {
  readonly #holds = new Map<string, Hold>();
  readonly #now: () => Date;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  /** The hold that stands on a finding. */
  of(finding: string): Hold | null {
    const hold = this.#holds.get(finding);
    if (!hold) return null;
    if (hold.until > this.#now()) return hold;
    this.#holds.delete(finding);
    return null;
  }

  all(): Hold[] {
    return [...this.#holds.keys()].flatMap((finding) => this.of(finding) ?? []);
  }

  /** Takes a finding, or renews the own hold. @throws review.held, review.too_many_holds */
  take(finding: string, { id, name }: Pick<Principal, "id" | "name">): Hold {
    const held = this.refuseForeign(finding, id);
    if (!held && this.all().filter(({ by }) => by === id).length >= HOLDS_EACH)
      throw fail("review.too_many_holds", { limit: HOLDS_EACH });
    const hold = { finding, by: id, name, until: new Date(this.#now().getTime() + HOLD_MINUTES * 60_000) };
    this.#holds.set(finding, hold);
    return hold;
  }

  /** The own hold, if any. @throws review.held where it is another's */
  refuseForeign(finding: string, account: string): Hold | null {
    const held = this.of(finding);
    if (held && held.by !== account)
      throw fail("review.held", { finding, name: held.name, until: held.until.toISOString() });
    return held;
  }

  /** Lets the own hold go; says whether there was one. */
  release(finding: string, account: string): boolean {
    return this.of(finding)?.by === account && this.#holds.delete(finding);
  }

  /** Lets go of everything an account holds, and says what it was. */
  releaseAll(account: string): string[] {
    const own = this.all().flatMap(({ by, finding }) => (by === account ? [finding] : []));
    for (const finding of own) this.#holds.delete(finding);
    return own;
  }
}
