import { existsSync } from "node:fs";
import { fail } from "../errors.ts";
import { Chain } from "./chain.ts";
import type { JournalEntry } from "./entry.ts";
import { type Head, HeadCheck } from "./heads.ts";
import { type Line, linesOf } from "./lines.ts";

/** A journal as far as its chain holds. `torn` is a last line without its end. */
export interface ReadChain {
  seq: number;
  head: string;
  goodBytes: number;
  torn: Buffer | undefined;
}

/**
 * Follows the whole chain of a journal, handing each entry over with its line.
 * @throws journal.broken naming the first entry that does not fit
 */
export async function readChain(
  file: string,
  onEntry: (entry: JournalEntry, line: Line) => void,
  size?: number,
  name = file,
): Promise<ReadChain> {
  const chain = new Chain();
  let goodBytes = 0;
  let torn: Buffer | undefined;
  for await (const line of existsSync(file) ? linesOf(file, size) : []) {
    if (!line.whole) {
      torn = line.bytes;
      break;
    }
    const entry = chain.follow(line.bytes);
    if (!entry) throw fail("journal.broken", { file: name, seq: chain.seq + 1 });
    goodBytes += line.bytes.length + 1;
    onEntry(entry, line);
  }
  return { seq: chain.seq, head: chain.head, goodBytes, torn };
}

export interface Verification {
  entries: number;
  head: string;
  /** Heads of days that were compared. */
  compared: number;
}

/**
 * Reads a journal without opening it for writing. A chain that was cut at its end, or written anew as a whole, is in itself unbroken: only heads that were exported
 * before tell.
 * @param size bytes that are looked at, while others append
 * @param name what messages call the file; its path unless told
 * @throws journal.broken, journal.torn, journal.cut, journal.rewritten, each naming the first bad entry
 */
export async function verifyJournal(
  file: string,
  onEntry: (entry: JournalEntry) => void = () => {},
  { heads = [], size, name = file }: { heads?: readonly Head[]; size?: number; name?: string } = {},
): Promise<Verification> {
  const check = new HeadCheck(heads);
  const { seq, head, torn } = await readChain(
    file,
    (entry) => {
      check.onEntry(name, entry);
      onEntry(entry);
    },
    size,
    name,
  );
  if (torn) throw fail("journal.torn", { file: name, seq: seq + 1 });
  check.end(name, seq);
  return { entries: seq, head, compared: check.compared };
}
