import { createHash } from "node:crypto";

/** One act: who did what and when, chained to the entry before it. */
export interface JournalEntry {
  seq: number;
  at: string;
  actor: string;
  act: string;
  data: Record<string, unknown>;
  prev: string;
  hash: string;
}

/** What stands in the place of a hash before the first entry. */
export const GENESIS = "0".repeat(64);

/** SHA-256 over everything an entry says and the hash before it. */
export function hashOf(entry: Omit<JournalEntry, "hash">): string {
  const { seq, at, actor, act, data, prev } = entry;
  return createHash("sha256")
    .update(JSON.stringify([seq, at, actor, act, data, prev]))
    .digest("hex");
}

/** An entry as its line says it, the line's end left out. There is one way of writing it: any other bytes are no entry. */
export function lineOf({ seq, at, actor, act, data, prev, hash }: JournalEntry): Buffer {
  return Buffer.from(JSON.stringify({ seq, at, actor, act, data, prev, hash }));
}

/** The entry of a line; undefined where the bytes are not what was written. */
export function entryOf(line: Buffer): JournalEntry | undefined {
  try {
    const entry = JSON.parse(line.toString("utf8")) as JournalEntry;
    return lineOf(entry).equals(line) ? entry : undefined;
  } catch {
    return undefined;
  }
}
