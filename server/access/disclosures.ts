import type { Journal } from "../journal/journal.ts";
import type { Principal } from "../store/principal.ts";

/** What is disclosed of a person for a reason: the page, or also the name and number. The acts of the journal. */
export const PERSON_OPENED = "person.opened";
export const PERSON_UNMASKED = "person.unmasked";
export type Disclosure = typeof PERSON_OPENED | typeof PERSON_UNMASKED;

const MINUTES: Record<Disclosure, number> = { [PERSON_OPENED]: 60, [PERSON_UNMASKED]: 15 };

/**
 * Persons whose page somebody has opened, or whose name somebody sees, for a reason that stands in the journal; each ends by itself. They are kept in
 * memory only: a restart ends them all.
 */
export class Disclosures {
  readonly #until = new Map<string, number>();
  readonly #journal: Pick<Journal, "append">;
  readonly #now: () => Date;

  constructor(journal: Pick<Journal, "append">, now: () => Date = () => new Date()) {
    this.#journal = journal;
    this.#now = now;
  }

  /** Writes the reason down, then discloses. @param person the whole pseudonym */
  async disclose(act: Disclosure, principal: Principal, person: string, reason: string): Promise<{ until: string }> {
    const until = new Date(this.#now().getTime() + MINUTES[act] * 60_000).toISOString();
    await this.#journal.append(principal.id, act, { person, reason, until });
    this.#forget();
    this.#until.set(keyOf(act, principal, person), Date.parse(until));
    return { until };
  }

  /** Until when it stands, null where it does not. A person whose name is disclosed has the page disclosed too. */
  until(act: Disclosure, principal: Principal, person: string): string | null {
    const ends = (which: Disclosure) => this.#until.get(keyOf(which, principal, person)) ?? 0;
    const end = act === PERSON_OPENED ? Math.max(ends(act), ends(PERSON_UNMASKED)) : ends(act);
    return end > this.#now().getTime() ? new Date(end).toISOString() : null;
  }

  #forget(): void {
    const now = this.#now().getTime();
    for (const [key, end] of this.#until) if (end <= now) this.#until.delete(key);
  }
}

const keyOf = (act: Disclosure, { id }: Principal, person: string) => `${act} ${id} ${person}`;
