/** The values asked for last, by name: those that nobody asks about any more go first. */
export class Recent<T> {
  readonly #kept: number;
  readonly #known = new Map<string, T>();

  constructor(kept: number) {
    this.#kept = kept;
  }

  get(name: string): T | undefined {
    const found = this.#known.get(name);
    if (found !== undefined) this.set(name, found);
    return found;
  }

  clear(): void {
    this.#known.clear();
  }

  set(name: string, value: T): void {
    this.#known.delete(name);
    this.#known.set(name, value);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#kept) break;
      this.#known.delete(oldest);
    }
  }
}
