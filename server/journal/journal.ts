import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { type FileHandle, open, rename, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";

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

const GENESIS = "0".repeat(64);
const LF = 0x0a;

/**
 * The append-only file of every act and every acknowledged batch, outside the database: one JSON object a line, each
 * carrying the SHA-256 of the one before. An entry is on disk (fdatasync) when `append` returns.
 */
export class Journal {
  readonly file: string;
  #handle: FileHandle;
  #seq: number;
  #head: string;
  #size: number;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #now: () => Date;

  private constructor(file: string, handle: FileHandle, seq: number, head: string, size: number, now: () => Date) {
    this.file = file;
    this.#handle = handle;
    this.#seq = seq;
    this.#head = head;
    this.#size = size;
    this.#now = now;
  }

  /**
   * Opens or creates the journal, checking the whole chain and handing each entry to `onEntry`.
   * A last line cut by a crash was never acknowledged: it is set aside beside the journal.
   * @throws journal.broken naming the first entry that does not fit the chain
   */
  static async open(
    file: string,
    onEntry: (entry: JournalEntry) => void = () => {},
    now: () => Date = () => new Date(),
  ): Promise<Journal> {
    const { seq, head, goodBytes, torn } = await readChain(file, onEntry);
    if (torn) {
      await writeFile(`${file}.torn-${now().getTime()}`, torn, { mode: 0o600 });
      await truncate(file, goodBytes);
    }
    const handle = await open(file, "a", 0o600);
    await syncDirectory(path.dirname(file));
    return new Journal(file, handle, seq, head, goodBytes, now);
  }

  /** Sequence number and hash of the last entry. */
  get head(): { seq: number; hash: string } {
    return { seq: this.#seq, hash: this.#head };
  }

  /**
   * Appends one act and waits until it is on disk. Entries are written one after another in call order.
   * A failed write (a full disk) is cut off again, so that the journal stays whole.
   */
  append(actor: string, act: string, data: Record<string, unknown>): Promise<JournalEntry> {
    const task = this.#queue.then(() => this.#write(actor, act, data));
    this.#queue = task.catch(() => {});
    return task;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#handle.close();
  }

  async #write(actor: string, act: string, data: Record<string, unknown>): Promise<JournalEntry> {
    const body = { seq: this.#seq + 1, at: this.#now().toISOString(), actor, act, data, prev: this.#head };
    const entry: JournalEntry = { ...body, hash: hashOf(body) };
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      await this.#handle.appendFile(line);
      await this.#handle.datasync();
    } catch (cause) {
      await truncate(this.file, this.#size);
      throw fail("journal.write", { file: this.file, reason: (cause as Error).message }, cause);
    }
    this.#seq = entry.seq;
    this.#head = entry.hash;
    this.#size += line.length;
    return entry;
  }
}

/** Reads a journal without opening it for writing. @throws journal.broken, journal.torn */
export async function verifyJournal(
  file: string,
  onEntry: (entry: JournalEntry) => void = () => {},
): Promise<{ entries: number; head: string }> {
  const { seq, head, torn } = await readChain(file, onEntry);
  if (torn) throw fail("journal.torn", { file, seq: seq + 1 });
  return { entries: seq, head };
}

async function readChain(file: string, onEntry: (entry: JournalEntry) => void) {
  let seq = 0;
  let head = GENESIS;
  let goodBytes = 0;
  if (!existsSync(file)) return { seq, head, goodBytes, torn: undefined };
  for await (const { bytes, whole } of lines(file)) {
    if (!whole) return { seq, head, goodBytes, torn: bytes };
    const entry = parse(bytes.toString("utf8"));
    if (!entry || entry.seq !== seq + 1 || entry.prev !== head || entry.hash !== hashOf(entry)) {
      throw fail("journal.broken", { file, seq: seq + 1 });
    }
    seq = entry.seq;
    head = entry.hash;
    goodBytes += bytes.length + 1;
    onEntry(entry);
  }
  return { seq, head, goodBytes, torn: undefined };
}

/** Lines ended by LF alone: `readline` would also cut at U+2028, which JSON leaves as it is inside a text. */
async function* lines(file: string): AsyncGenerator<{ bytes: Buffer; whole: boolean }> {
  let begun: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      yield { bytes: Buffer.concat([...begun, chunk.subarray(from, end)]), whole: true };
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield { bytes: Buffer.concat(begun), whole: false };
}

function parse(line: string): JournalEntry | undefined {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    return undefined;
  }
}

function hashOf(entry: Omit<JournalEntry, "hash">): string {
  const { seq, at, actor, act, data, prev } = entry;
  return createHash("sha256")
    .update(JSON.stringify([seq, at, actor, act, data, prev]))
    .digest("hex");
}

/** Makes a rename or a new file in `dir` durable. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a small file so that after a crash either the old or the new content stands, never half of it. */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, "w", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncDirectory(path.dirname(file));
}
