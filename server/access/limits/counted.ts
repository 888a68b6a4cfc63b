/** Counts by key within a window that begins with the first count; at most `keys` keys are kept, the oldest windows go first. */
export class Counted {
  readonly #windowMs: number;
  readonly #keys: number;
  readonly #now: () => Date;
  readonly #counts = new Map<string, { count: number; until: number }>();

  constructor({ windowMs, keys, now }: { windowMs: number; keys: number; now: () => Date }) {
    this.#windowMs = windowMs;
    this.#keys = keys;
    this.#now = now;
  }

  /** Adds one and gives how many there are now, and until when they count (milliseconds). */
  add(key: string): { count: number; until: number } {
    const held = this.at(key);
    if (held) {
      held.count++;
      return held;
    }
    this.#counts.delete(key);
    for (const oldest of this.#counts.keys()) {
      if (this.#counts.size < this.#keys) break;
      this.#counts.delete(oldest);
    }
    const begun = { count: 1, until: this.#now().getTime() + this.#windowMs };
    this.#counts.set(key, begun);
    return begun;
  }

  at(key: string): { count: number; until: number } | undefined {
    const held = this.#counts.get(key);
    return held && held.until > this.#now().getTime() ? held : undefined;
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }

  get size(): number {
    return this.#counts.size;
  }
}
