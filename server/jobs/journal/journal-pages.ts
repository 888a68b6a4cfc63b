import { isWithin } from "../../access/reach.ts";
import { fail } from "../../errors.ts";
import { entryOf } from "../../journal/entry.ts";
import { EntryIndex, type EntryQuery } from "../../journal/entry-index.ts";
import type { ExportedHeads } from "../../journal/heads.ts";
import type { Journal, JournalEntry } from "../../journal/journal.ts";
import { linesOf } from "../../journal/lines.ts";
import type { Label } from "../../store/dictionary.ts";
import type { Principal, Scope } from "../../store/principal.ts";
import { labelOf } from "./acts.ts";
import { type EntryDetail, entryDetail, searchable, type ToldEntry, toldEntry } from "./told-entry.ts";

/** Who stands behind an id of the journal. */
export interface KnownAccounts {
  get(id: string): { scope: Scope } | undefined;
  nameOf(id: string): string;
}

/** A question as pages ask it: lists with commas, days in Shanghai. */
export interface JournalQuery {
  act?: string;
  actor?: string;
  from?: string;
  to?: string;
  subject?: string;
  text?: string;
  before?: number;
}

const DAY = 86_400_000;

/** What the pages of a journal read: entries that meet a question, one of them, heads of days. A province's reader sees acts of accounts within its scope. */
export class JournalPages {
  readonly #journal: Journal;
  readonly #accounts: KnownAccounts;
  #index: Promise<EntryIndex> | undefined;

  constructor(journal: Journal, accounts: KnownAccounts) {
    this.#journal = journal;
    this.#accounts = accounts;
  }

  async entries(
    reader: Principal,
    query: JournalQuery,
    limit: number,
  ): Promise<{ entries: ToldEntry[]; total: number; next: number | null }> {
    const index = await this.#ready();
    const { seqs, total } = index.find(this.#asked(index, reader, query), limit + 1);
    const page = await index.read(seqs.slice(0, limit));
    const entries = page.map((entry) => toldEntry(entry, this.#nameOf));
    return { entries, total, next: seqs.length > limit ? (entries.at(-1)?.seq ?? null) : null };
  }

  /** @throws request.not_found where there is none, or it is not for this reader */
  async entry(reader: Principal, seq: number): Promise<EntryDetail> {
    const index = await this.#ready();
    const [entry] = await index.read([seq]);
    if (!entry || !this.#sees(reader)(entry.actor)) throw fail("request.not_found", { path: `journal/${seq}` });
    return entryDetail(entry, this.#nameOf);
  }

  /** What there is to choose from: acts and accounts with their entries, and the days between which they lie. */
  async facets(reader: Principal): Promise<{
    acts: { act: string; label: Label; entries: number }[];
    actors: { id: string; name: string; entries: number }[];
  }> {
    const index = await this.#ready();
    const { acts, actors } = index.facets(this.#asked(index, reader, {}));
    return {
      acts: most(acts).map(([act, entries]) => ({ act, label: labelOf(act), entries })),
      actors: most(actors).map(([id, entries]) => ({ id, name: this.#nameOf(id), entries })),
    };
  }

  /** The heads of all days so far. They tell nothing but how many acts there were, and every reader may keep them: the more do, the less can be cut. */
  async heads(now: Date): Promise<ExportedHeads> {
    const index = await this.#ready();
    return { version: 1, exportedAt: now.toISOString(), heads: [...index.heads] };
  }

  readonly #nameOf = (id: string): string => this.#accounts.nameOf(id);

  #sees({ id, scope }: Principal): (actor: string) => boolean {
    if (scope.all) return () => true;
    return (actor) => {
      const account = this.#accounts.get(actor);
      return actor === id || (account !== undefined && isWithin(account.scope, scope));
    };
  }

  #asked(
    index: EntryIndex,
    reader: Principal,
    { act, actor, from, to, before, subject, text }: JournalQuery,
  ): EntryQuery {
    const named = listed(actor);
    const seen = reader.scope.all ? undefined : new Set([...index.actors].filter(this.#sees(reader)));
    const actors = named ? new Set([...named].filter((id) => seen?.has(id) ?? true)) : seen;
    const acts = listed(act);
    return {
      ...(acts ? { acts } : {}),
      ...(actors ? { actors } : {}),
      ...(from ? { from: beginOf(from) } : {}),
      ...(to ? { until: beginOf(to) + DAY } : {}),
      ...(subject ? { subject } : {}),
      ...(text ? { text } : {}),
      ...(before ? { before } : {}),
    };
  }

  /** Read once from the file, when it is asked for first, and kept up by what is appended. */
  #ready(): Promise<EntryIndex> {
    this.#index ??= this.#read().catch((cause) => {
      this.#index = undefined;
      throw cause;
    });
    return this.#index;
  }

  async #read(): Promise<EntryIndex> {
    const journal = this.#journal;
    const index = new EntryIndex(journal.file, searchable);
    const waiting: [JournalEntry, number, number][] = [];
    let whole = false;
    const add = (entry: JournalEntry, offset: number, bytes: number) =>
      whole ? index.add(entry, offset, bytes) : void waiting.push([entry, offset, bytes]);
    journal.onAppend((entry, { bytes, offset }) => add(entry, offset, bytes.length));
    const { size } = journal;
    for await (const { bytes, offset } of linesOf(journal.file, size)) {
      const entry = entryOf(bytes);
      if (!entry) throw fail("journal.broken", { file: journal.file, seq: index.size + 1 });
      index.add(entry, offset, bytes.length);
    }
    for (const each of waiting) index.add(...each);
    whole = true;
    return index;
  }
}

const most = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));

const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

function listed(text: string | undefined): Set<string> | undefined {
  const values = (text ?? "").split(",").filter((value) => value !== "");
  return values.length > 0 ? new Set(values) : undefined;
}

const pages = new WeakMap<Journal, JournalPages>();

/** The pages of a journal, made once. */
export function journalPages(journal: Journal, accounts: KnownAccounts): JournalPages {
  const known = pages.get(journal) ?? new JournalPages(journal, accounts);
  pages.set(journal, known);
  return known;
}
