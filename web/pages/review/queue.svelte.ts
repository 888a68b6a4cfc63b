import { SvelteMap, SvelteSet } from "svelte/reactivity";
import type { QueuedFinding } from "../../lib/review.ts";

/** How many rows are asked for at once, and how many may be acted on at once. */
const chunk = 100;
export const mostSelected = 500;

type ReadRows = (ids: string[]) => Promise<QueuedFinding[]>;

/** The findings of a list: all of their ids, and the rows that were looked at. */
export class Queue {
  ids = $state.raw<string[]>([]);
  /** Also those beyond the ids. */
  total = $state(0);
  current = $state<string | null>(null);
  /** Why rows are missing. */
  failure = $state.raw<unknown>();
  readonly rows = new SvelteMap<string, QueuedFinding>();
  readonly selected = new SvelteSet<string>();
  readonly #asked = new Set<string>();
  readonly #read: ReadRows;
  #mark: string | null = null;

  constructor(read: ReadRows) {
    this.#read = read;
  }

  /** Where the open finding stands; -1 where it is not in the list. */
  get place(): number {
    return this.current === null ? -1 : this.ids.indexOf(this.current);
  }

  fill(ids: string[], total: number, wanted: string | null): void {
    [this.ids, this.total] = [ids, total];
    this.rows.clear();
    this.#asked.clear();
    this.selected.clear();
    this.#mark = null;
    this.current = wanted !== null && ids.includes(wanted) ? wanted : (ids[0] ?? null);
  }

  /** Moves by so many rows and stays within the list. */
  step(by: number): void {
    const to = Math.min(this.ids.length - 1, Math.max(0, this.place + by));
    this.current = this.ids[to] ?? null;
  }

  open(id: string): void {
    if (!this.ids.includes(id)) {
      this.ids = [id, ...this.ids];
      this.total += 1;
    }
    this.current = id;
  }

  /** Reads the rows that are not there yet. */
  async want(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.rows.has(id) && !this.#asked.has(id));
    for (const id of missing) this.#asked.add(id);
    await this.#take(missing);
  }

  /** Reads rows again that somebody changed. */
  async refresh(ids: readonly string[]): Promise<void> {
    await this.#take(ids.filter((id) => this.rows.has(id)));
  }

  async #take(ids: string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += chunk) {
      const some = ids.slice(from, from + chunk);
      try {
        for (const row of await this.#read(some)) this.rows.set(row.finding, row);
        this.failure = undefined;
      } catch (cause) {
        this.failure = cause;
        for (const id of some) this.#asked.delete(id);
      }
    }
  }

  /** Takes a row into the selection or out of it; with `through` all from the last one touched. */
  select(id: string, through = false): void {
    const [from, to] = [this.ids.indexOf(this.#mark ?? id), this.ids.indexOf(id)];
    if (through && from >= 0) {
      for (const each of this.ids.slice(Math.min(from, to), Math.max(from, to) + 1)) this.#add(each);
    } else if (!this.selected.delete(id)) {
      this.#add(id);
    }
    this.#mark = id;
  }

  /** All, as far as they may be acted on at once; none where some are. */
  selectAll(): void {
    if (this.selected.size > 0) this.selected.clear();
    else for (const id of this.ids.slice(0, mostSelected)) this.#add(id);
  }

  #add(id: string): void {
    if (this.selected.size < mostSelected) this.selected.add(id);
  }

  /** What an act on them needs; those that went meanwhile are left out. */
  async chosen(ids: readonly string[] = [...this.selected]): Promise<QueuedFinding[]> {
    await this.want(ids);
    return ids.flatMap((id) => this.rows.get(id) ?? []);
  }

  /** Takes what was done off the list and opens what follows it. Gives the way to put it back. */
  drop(done: readonly string[]): () => void {
    const gone = new Set(done);
    const [before, at] = [this.ids, this.place];
    const left = before.filter((id) => !gone.has(id));
    const next = before.slice(Math.max(0, at)).find((id) => !gone.has(id)) ?? left.at(-1) ?? null;
    const dropped = before.length - left.length;
    [this.ids, this.total] = [left, this.total - dropped];
    if (this.current === null || gone.has(this.current)) this.current = next;
    for (const id of gone) this.selected.delete(id);
    return () => {
      const places = new Map(before.map((id, place) => [id, place]));
      const back = done.filter((id) => places.has(id) && !this.ids.includes(id));
      this.ids = [...this.ids, ...back].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
      this.total += back.length;
      this.current = back[0] ?? this.current;
      void this.refresh(back);
    };
  }
}
