/** Byte ranges in ascending order, `[start, end)`. */
export class Ranges {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  #at = 0;

  add(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  get size(): number {
    return this.starts.length;
  }

  /** The start of the first range that overlaps `[start, end)`, or −1. Ask in ascending order of `start`; `rewind` to begin again. */
  overlap(start: number, end: number): number {
    while (this.#at < this.ends.length && this.ends[this.#at]! <= start) this.#at++;
    const found = this.starts[this.#at];
    return found !== undefined && found < end ? found : -1;
  }

  rewind(): void {
    this.#at = 0;
  }
}
