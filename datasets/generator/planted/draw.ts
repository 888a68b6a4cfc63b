/** A story finds nothing to take place with: no item, no place, no price limit in the days of the run. */
export class NothingHere extends Error {}

/** Draws that follow from a text alone, so that every scheme is the same on every machine and in every order. */
export class Draw {
  #state: number;

  constructor(seed: string) {
    let hash = 2166136261;
    for (const unit of Buffer.from(seed)) hash = Math.imul(hash ^ unit, 16777619);
    this.#state = hash >>> 0;
  }

  /** Uniform in [0, 1): mulberry32. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.unit());
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** @throws NothingHere */
  pick<T>(values: readonly T[]): T {
    if (values.length === 0) throw new NothingHere("nothing to draw from");
    return values[Math.floor(values.length * this.unit())]!;
  }

  /** `count` different ones. */
  some<T>(values: readonly T[], count: number): T[] {
    const left = [...values];
    return Array.from(
      { length: Math.min(count, left.length) },
      () => left.splice(Math.floor(left.length * this.unit()), 1)[0]!,
    );
  }

  /** About 1, log-normal: factors of cost. */
  factor(spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
    return Math.exp(Math.max(-2.5, Math.min(2.5, normal)) * spread);
  }
}
