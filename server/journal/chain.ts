import { entryOf, GENESIS, hashOf, type JournalEntry } from "./entry.ts";

/** How far a chain was followed: the last entry that fits, and its hash. */
export class Chain {
  seq: number;
  head: string;

  /** Begins before the first entry, or after one that is known to fit. */
  constructor(after: { seq: number; hash: string } = { seq: 0, hash: GENESIS }) {
    this.seq = after.seq;
    this.head = after.hash;
  }

  /** Takes the next line; undefined, and nothing taken, where it does not follow from the one before. */
  follow(line: Buffer): JournalEntry | undefined {
    const entry = entryOf(line);
    if (!entry || entry.seq !== this.seq + 1 || entry.prev !== this.head || entry.hash !== hashOf(entry))
      return undefined;
    this.seq = entry.seq;
    this.head = entry.hash;
    return entry;
  }
}
