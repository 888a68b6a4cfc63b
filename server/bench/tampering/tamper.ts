import type { JournalEntry } from "../../journal/entry.ts";
import { bytesOf } from "./sample-journal.ts";

/** Ways of changing a journal at one of its entries, and the entry that has to be named. */
export const tamperings = ["flip", "delete", "reorder", "truncate", "tear"] as const;
export type Tampering = (typeof tamperings)[number];

/**
 * The bytes of these entries after somebody changed them at `at` (an index): one bit turned, the entry left out, changed places with the next, everything from
 * it on cut off, or cut off within it.
 */
export function tampered(way: Tampering, entries: readonly JournalEntry[], at: number, random: () => number): Buffer {
  const [before, own, after] = [entries.slice(0, at), entries.slice(at, at + 1), entries.slice(at + 1)];
  switch (way) {
    case "flip": {
      const bytes = bytesOf(entries);
      const start = bytesOf(before).length;
      const place = start + Math.floor(random() * bytesOf(own).length);
      bytes[place] = bytes[place]! ^ (1 << Math.floor(random() * 8));
      return bytes;
    }
    case "delete":
      return bytesOf([...before, ...after]);
    case "reorder":
      return bytesOf([...before, ...after.slice(0, 1), ...own, ...after.slice(1)]);
    case "truncate":
      return bytesOf(before);
    case "tear": {
      const line = bytesOf(own);
      return Buffer.concat([bytesOf(before), line.subarray(0, 1 + Math.floor(random() * (line.length - 1)))]);
    }
  }
}
