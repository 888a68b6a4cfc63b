import { fail } from "../errors.ts";
import type { JournalEntry } from "./entry.ts";

/** The last entry of a day in Shanghai. Kept elsewhere, it shows later that nothing up to it was cut off or written anew. */
export interface Head {
  day: string;
  seq: number;
  hash: string;
}

/** What is exported of a journal. */
export interface ExportedHeads {
  version: 1;
  exportedAt: string;
  heads: Head[];
}

/** Shanghai has stood eight hours before UTC since 1991. */
const EAST = 8 * 3_600_000;

/** The day of a moment in Shanghai: `2026-11-23`. */
export const dayOf = (at: string): string => new Date(Date.parse(at) + EAST).toISOString().slice(0, 10);

/** The heads of days, from the entries in their order; a clock that was set back gives a day twice. */
export class DayHeads {
  readonly #heads: Head[] = [];

  onEntry({ at, seq, hash }: Pick<JournalEntry, "at" | "seq" | "hash">): void {
    const day = dayOf(at);
    if (this.#heads.at(-1)?.day === day) this.#heads.pop();
    this.#heads.push({ day, seq, hash });
  }

  get all(): readonly Head[] {
    return this.#heads;
  }
}

/** Compares a journal, entry by entry, with heads that were exported from it before. */
export class HeadCheck {
  readonly #wanted: Map<number, Head>;
  compared = 0;

  constructor(heads: readonly Head[]) {
    this.#wanted = new Map(heads.map((head) => [head.seq, head]));
  }

  /** @throws journal.rewritten where the entry is another than it was */
  onEntry(file: string, { seq, hash }: JournalEntry): void {
    const head = this.#wanted.get(seq);
    if (!head) return;
    if (head.hash !== hash) throw fail("journal.rewritten", { file, seq, day: head.day });
    this.#wanted.delete(seq);
    this.compared++;
  }

  /** @throws journal.cut where entries are missing at the end */
  end(file: string, entries: number): void {
    const missing = [...this.#wanted.values()].sort((a, b) => a.seq - b.seq).find(({ seq }) => seq > entries);
    if (missing) throw fail("journal.cut", { file, seq: entries + 1, expected: missing.seq, day: missing.day });
  }
}

const HASH = /^[0-9a-f]{64}$/;

/** The heads of an exported file. @throws journal.heads_invalid */
export function readHeads(text: string, file: string): Head[] {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw fail("journal.heads_invalid", { file, got: "no JSON" });
  }
  const { version, heads } = (read ?? {}) as Partial<ExportedHeads>;
  if (version !== 1 || !Array.isArray(heads) || heads.length === 0)
    throw fail("journal.heads_invalid", { file, got: "no list of heads" });
  const wrong = heads.findIndex(
    (head) => !Number.isInteger(head?.seq) || head.seq < 1 || !HASH.test(head.hash) || typeof head.day !== "string",
  );
  if (wrong >= 0) throw fail("journal.heads_invalid", { file, got: `another form in head ${wrong + 1}` });
  return heads.map(({ day, seq, hash }) => ({ day, seq, hash }));
}
