import { type FileHandle, open, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { syncDirectory } from "./durably.ts";
import { hashOf, type JournalEntry, lineOf } from "./entry.ts";
import type { Line } from "./lines.ts";
import { readChain } from "./verify.ts";

export { syncDirectory, writeDurably } from "./durably.ts";
export type { JournalEntry } from "./entry.ts";
export { verifyJournal } from "./verify.ts";

const LF = Buffer.from("\n");

/** Who wants to know of every entry that is on disk, and where it stands. */
export type EntryListener = (entry: JournalEntry, line: Pick<Line, "bytes" | "offset">) => void;

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
  readonly #listeners = new Set<EntryListener>();
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

  /** Bytes of the file that hold whole entries. */
  get size(): number {
    return this.#size;
  }

  /** Tells of every entry appended from now on, once it is on disk. */
  onAppend(listener: EntryListener): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#handle.close();
  }

  async #write(actor: string, act: string, data: Record<string, unknown>): Promise<JournalEntry> {
    const body = { seq: this.#seq + 1, at: this.#now().toISOString(), actor, act, data, prev: this.#head };
    const entry: JournalEntry = { ...body, hash: hashOf(body) };
    const bytes = lineOf(entry);
    const line = Buffer.concat([bytes, LF]);
    const offset = this.#size;
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
    for (const listener of this.#listeners) listener(entry, { bytes, offset });
    return entry;
  }
}
