import { type FileHandle, open } from "node:fs/promises";
import type { JournalEntry } from "./entry.ts";
import { DayHeads, type Head } from "./heads.ts";

/** What a search may find of an entry. */
export interface Searchable {
  /** Ids of what the act is about. */
  subjects: readonly string[];
  /** Words of the entry as readers see them, in lower case. */
  text: string;
}

export interface EntryQuery {
  /** Kinds of acts and accounts that are asked for; all where absent. */
  acts?: ReadonlySet<string>;
  actors?: ReadonlySet<string>;
  /** Milliseconds of the epoch: from, inclusive, until, exclusive. */
  from?: number;
  until?: number;
  subject?: string;
  text?: string;
  /** Entries before this one only. */
  before?: number;
}

/** How many entries there are of each act and account. */
export interface Facets {
  acts: Map<string, number>;
  actors: Map<string, number>;
}

interface Kept {
  offset: number;
  bytes: number;
  at: number;
  act: string;
  actor: string;
  subjects: readonly string[];
  text: string;
}

/**
 * Where each entry of a journal stands, and what searches need of it. It is kept in memory (some 500 bytes an entry), so that a question reads those entries
 * from the file that it answers with, never the whole.
 */
export class EntryIndex {
  readonly #file: string;
  readonly #searchable: (entry: JournalEntry) => Searchable;
  readonly #entries: Kept[] = [];
  readonly #heads = new DayHeads();
  /** One text for all entries of an act or an actor. */
  readonly #names = new Map<string, string>();

  constructor(file: string, searchable: (entry: JournalEntry) => Searchable) {
    this.#file = file;
    this.#searchable = searchable;
  }

  get size(): number {
    return this.#entries.length;
  }

  get heads(): readonly Head[] {
    return this.#heads.all;
  }

  /** Takes the next entry; `offset` and `bytes` say where its line stands, without its end. */
  add(entry: JournalEntry, offset: number, bytes: number): void {
    const { subjects, text } = this.#searchable(entry);
    const [act, actor] = [this.#name(entry.act), this.#name(entry.actor)];
    this.#entries.push({ offset, bytes, at: Date.parse(entry.at), act, actor, subjects, text });
    this.#heads.onEntry(entry);
  }

  /** Numbers of the newest entries that meet a question, and how many do so in all. `before` counts for the numbers only. */
  find({ before = Number.POSITIVE_INFINITY, ...query }: EntryQuery, limit: number): { seqs: number[]; total: number } {
    const wanted = conditionOf(query);
    const seqs: number[] = [];
    let total = 0;
    for (let at = this.#entries.length - 1; at >= 0; at--) {
      if (!wanted(this.#entries[at]!)) continue;
      total++;
      if (at + 1 < before && seqs.length < limit) seqs.push(at + 1);
    }
    return { seqs, total };
  }

  facets(query: EntryQuery): Facets {
    const wanted = conditionOf(query);
    const facets: Facets = { acts: new Map(), actors: new Map() };
    for (const entry of this.#entries) {
      if (!wanted(entry)) continue;
      facets.acts.set(entry.act, (facets.acts.get(entry.act) ?? 0) + 1);
      facets.actors.set(entry.actor, (facets.actors.get(entry.actor) ?? 0) + 1);
    }
    return facets;
  }

  /** Accounts that ever acted. */
  get actors(): Set<string> {
    return new Set(this.#entries.map(({ actor }) => actor));
  }

  /** The entries of these numbers, from the file; there is none beyond the last. */
  async read(seqs: readonly number[]): Promise<JournalEntry[]> {
    const places = seqs.flatMap((seq) => this.#entries[seq - 1] ?? []);
    if (places.length === 0) return [];
    const handle = await open(this.#file, "r");
    try {
      return await Promise.all(places.map((place) => readAt(handle, place)));
    } finally {
      await handle.close();
    }
  }

  #name(text: string): string {
    const known = this.#names.get(text);
    if (known === undefined) this.#names.set(text, text);
    return known ?? text;
  }
}

async function readAt(handle: FileHandle, { offset, bytes }: Kept): Promise<JournalEntry> {
  const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, offset);
  return JSON.parse(buffer.toString("utf8")) as JournalEntry;
}

function conditionOf({ acts, actors, from, until, subject, text }: EntryQuery): (entry: Kept) => boolean {
  const words = text?.trim().toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return (entry) =>
    (acts === undefined || acts.has(entry.act)) &&
    (actors === undefined || actors.has(entry.actor)) &&
    (from === undefined || entry.at >= from) &&
    (until === undefined || entry.at < until) &&
    (subject === undefined || entry.subjects.includes(subject)) &&
    words.every((word) => entry.text.includes(word));
}
