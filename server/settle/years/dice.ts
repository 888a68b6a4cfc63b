/** Draws from a source of numbers from 0 to 1; the same source, the same draws. */
export class Dice {
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  one<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }

  /** At least one of them, in their order. */
  some<T>(items: readonly T[]): T[] {
    const kept = items.filter(() => this.chance(0.5));
    return kept.length > 0 ? kept : [this.one(items)];
  }

  /** Yuan with two digits. */
  yuan(low: number, high: number): string {
    return (this.whole(low * 100, high * 100) / 100).toFixed(2);
  }

  /** Round amounts as policies have them, up to a bound. */
  amount(high: number): string {
    const step = this.one([1, 10, 50, 100]);
    const amount = step * this.whole(1, Math.floor(high / step));
    return this.chance(0.1) ? `${amount}.5` : String(amount);
  }

  /** Mostly plain percentages, sometimes none, all, or four digits. */
  ratio(): string {
    const kind = this.random();
    if (kind < 0.05) return "0";
    if (kind < 0.1) return "1";
    return kind < 0.2 ? `0.${String(this.whole(1, 9999)).padStart(4, "0")}` : String(this.whole(6, 19) / 20);
  }
}

/** YYYY-MM-DD, some days later. */
export const addDays = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
