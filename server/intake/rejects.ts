import { fail } from "../errors.ts";
import type { Reject } from "./prepared.ts";

/** Gathers the broken records of one source in their order. Throws `intake.broken` when there are too many for the source to be worth loading. */
export class RejectList {
  readonly all: Reject[] = [];
  readonly #name: string;
  readonly #limit: number;

  constructor(name: string, limit: number) {
    this.#name = name;
    this.#limit = limit;
  }

  add(reject: Reject): void {
    if (this.all.length >= this.#limit) {
      const first = this.all[0];
      throw fail("intake.broken", { file: this.#name, limit: this.#limit, line: first?.line, first: first?.code });
    }
    this.all.push(reject);
  }

  /** Ordinal among the readable records → number of the record in the source, both from 1. */
  recordOf(ordinals: readonly number[]): Map<number, number> {
    const found = new Map<number, number>();
    let passed = 0;
    for (const ordinal of [...ordinals].sort((a, b) => a - b)) {
      while (passed < this.all.length && this.all[passed]!.record <= ordinal + passed) passed++;
      found.set(ordinal, ordinal + passed);
    }
    return found;
  }
}
