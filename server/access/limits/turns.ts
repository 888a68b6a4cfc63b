import { fail } from "../../errors.ts";

const WAITING = 20;
const RETRY_MS = 10_000;

/** Work of one key happens one after the other, each seeing what the one before left. */
export class Turns {
  readonly #last = new Map<string, { done: Promise<unknown>; waiting: number }>();

  /** @throws access.too_many when too many wait for this key */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const waiting = (before?.waiting ?? 0) + 1;
    if (waiting > WAITING) throw fail("access.too_many", { until: new Date(Date.now() + RETRY_MS).toISOString() });
    const result = (before?.done ?? Promise.resolve()).then(work);
    const turn = { done: result.catch(() => {}), waiting };
    this.#last.set(key, turn);
    try {
      return await result;
    } finally {
      const last = this.#last.get(key);
      if (last === turn) this.#last.delete(key);
      else if (last) last.waiting--;
    }
  }
}
