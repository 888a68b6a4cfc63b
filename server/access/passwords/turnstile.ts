import { fail } from "../../errors.ts";

const RETRY_MS = 10_000;

/** Lets a few through at once and keeps a bounded number waiting in order. */
export class Turnstile {
  readonly #atOnce: number;
  readonly #waitingAtMost: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor({ atOnce, waiting }: { atOnce: number; waiting: number }) {
    this.#atOnce = atOnce;
    this.#waitingAtMost = waiting;
  }

  /** @throws access.too_many when too many wait already */
  async enter<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#atOnce) {
      if (this.#waiting.length >= this.#waitingAtMost) {
        throw fail("access.too_many", { until: new Date(Date.now() + RETRY_MS).toISOString() });
      }
      await new Promise<void>((take) => this.#waiting.push(take));
    } else {
      this.#inside++;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
