import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute, transaction } from "../store/database.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { ident, join, literal, raw, sql } from "../store/sql.ts";
import { readFactStates, writeFactState } from "./state.ts";

/** Batches from … to, both included. */
export interface BatchRange {
  fromBatch: number;
  toBatch: number;
}

/** A relation that the rest of the house reads, kept from the stored records: a file of `relations/` (there is no list). */
export interface Fact {
  /** The file's name. */
  name: string;
  /** Facts it reads; brought up before it. */
  after: readonly string[];
  /** Dictionary tables whose batches change it. */
  reads: readonly string[];
  /** Everything the stored rows rest on beside the data: SQL, code lists. Another wording means building anew. */
  wording(): string;
  /** The same for what stands in the database: another value means building anew. */
  basis?(connection: DuckDBConnection): Promise<string>;
  /** Whether what stands in the database beside the batches changed in a way that `refresh` brings up: it is called then, though no batch came. */
  outdated?(connection: DuckDBConnection): Promise<boolean>;
  /** What a refresh tells the facts after it: a temporary table of this run, empty unless the refresh fills it. */
  publishes?: { table: string; columns: string };
  /** Creates or replaces its tables from all current rows, in the caller's transaction. */
  rebuild(connection: DuckDBConnection): Promise<void>;
  /** Brings its tables up by the batches of the range, in the transaction of all facts. Afterwards they equal those of `rebuild`. */
  refresh(connection: DuckDBConnection, range: BatchRange): Promise<void>;
}

export interface CaughtUp {
  /** Facts built anew, in their order. */
  rebuilt: string[];
  /** Facts brought up by the new batches. */
  refreshed: string[];
  builtTo: number;
}

const loaded = new Map<string, Promise<readonly Fact[]>>();

/** Every fact of `relations/` here and of further folders of the kind, each after those it reads. */
export function facts(further: readonly URL[] = []): Promise<readonly Fact[]> {
  const folders = [new URL("relations/", import.meta.url), ...further];
  const key = folders.map(({ href }) => href).join("|");
  const found = loaded.get(key) ?? load(folders);
  loaded.set(key, found);
  return found;
}

async function load(folders: readonly URL[]): Promise<readonly Fact[]> {
  const found = new Map<string, Fact>();
  for (const folder of folders) {
    const files = readdirSync(folder).filter((name) => /^[a-z_]+\.ts$/.test(name));
    for (const file of files.sort()) {
      const { default: fact } = (await import(new URL(file, folder).href)) as { default: Fact };
      if (`${fact.name}.ts` !== file)
        throw new TypeError(`${file} defines "${fact.name}"; file name and name must agree`);
      if (found.has(fact.name)) throw new TypeError(`two facts are named "${fact.name}"`);
      found.set(fact.name, fact);
    }
  }
  return inOrder(found);
}

/** A fact and all that it is made from, in the order given. */
export function neededFor(name: string, all: readonly Fact[]): Fact[] {
  const wanted = new Set([name]);
  for (const fact of all.toReversed()) if (wanted.has(fact.name)) for (const before of fact.after) wanted.add(before);
  return all.filter((fact) => wanted.has(fact.name));
}

/** Facts after those they read. Throws TypeError where one reads an unknown fact or itself. */
export function inOrder(all: ReadonlyMap<string, Fact>): Fact[] {
  const done: Fact[] = [];
  const visit = (fact: Fact, path: readonly string[]): void => {
    if (done.includes(fact)) return;
    if (path.includes(fact.name)) throw new TypeError(`facts read each other: ${[...path, fact.name].join(" → ")}`);
    for (const name of fact.after) {
      const before = all.get(name);
      if (!before) throw new TypeError(`fact "${fact.name}" reads "${name}", which is none`);
      visit(before, [...path, fact.name]);
    }
    done.push(fact);
  };
  for (const fact of all.values()) visit(fact, []);
  return done;
}

/**
 * Brings every fact up to the last stored batch: after a load, and at the start, since a crash may fall between a batch and
 * what follows from it. Facts whose basis is the stored one refresh in one transaction, so that none can miss what another told
 * it; the rest, and all that read them, are built anew, each in a transaction of its own. A failure leaves facts and states as they were.
 */
export async function catchUpFacts(connection: DuckDBConnection, all?: readonly Fact[]): Promise<CaughtUp> {
  const ordered = all ?? (await facts());
  const { builtTo } = await new Reader(connection).one<{ builtTo: number }>(
    sql`select coalesce(max(batch), 0) as "builtTo" from batch`,
  );
  const states = await readFactStates(connection);
  const bases = await basesOf(connection, ordered);
  const furthest = Math.max(0, ...ordered.map(({ name }) => states.get(name)?.builtTo ?? 0));
  const stale = new Set<string>();
  for (const { name, after } of ordered) {
    const state = states.get(name);
    // Built from nothing is as good as built, but building is quicker than refreshing from it.
    const usable =
      state && state.basis === bases.get(name) && state.builtTo === furthest && (furthest > 0 || builtTo === 0);
    if (!usable || after.some((before) => stale.has(before))) stale.add(name);
  }
  const kept = ordered.filter(({ name }) => !stale.has(name));
  const range = { fromBatch: furthest + 1, toBatch: builtTo };
  const outdated = new Set<string>();
  for (const fact of kept) if (await fact.outdated?.(connection)) outdated.add(fact.name);
  const due = (kept.length > 0 && furthest < builtTo) || outdated.size > 0;
  const refreshed = due ? await refreshAll(connection, kept, range, bases, outdated) : [];
  const rebuilt = ordered.filter(({ name }) => stale.has(name));
  for (const fact of rebuilt) {
    await transaction(connection, async () => {
      await fact.rebuild(connection);
      await writeFactState(connection, fact.name, { builtTo, basis: bases.get(fact.name)! });
    });
  }
  return { rebuilt: rebuilt.map(({ name }) => name), refreshed, builtTo };
}

/** Forgets how far the facts are built, so that the next catching up builds every one anew. */
export async function forgetFacts(connection: DuckDBConnection): Promise<void> {
  const names = (await facts()).map(({ name }) => literal(name));
  await execute(connection, sql`delete from fact_state where fact in (${join(names)})`);
}

async function refreshAll(
  connection: DuckDBConnection,
  kept: readonly Fact[],
  range: BatchRange,
  bases: ReadonlyMap<string, string>,
  outdated: ReadonlySet<string>,
): Promise<string[]> {
  const changed = await changedTables(connection, range);
  const touched = new Set(outdated);
  for (const { name, reads, after } of kept) {
    if (reads.some((table) => changed.has(table)) || after.some((before) => touched.has(before))) touched.add(name);
  }
  return transaction(connection, async () => {
    for (const { publishes } of kept) {
      if (publishes) await createChanges(connection, publishes);
    }
    for (const fact of kept) {
      if (touched.has(fact.name)) await fact.refresh(connection, range);
      await writeFactState(connection, fact.name, { builtTo: range.toBatch, basis: bases.get(fact.name)! });
    }
    for (const { publishes } of kept) {
      if (publishes) await execute(connection, sql`drop table temp.${ident(publishes.table)}`);
    }
    return kept.filter(({ name }) => touched.has(name)).map(({ name }) => name);
  });
}

/** Makes the empty table by which a fact tells what it changed. */
export async function createChanges(
  connection: DuckDBConnection,
  { table, columns }: NonNullable<Fact["publishes"]>,
): Promise<void> {
  await execute(connection, sql`create or replace temp table ${ident(table)} (${raw(columns)})`);
}

async function changedTables(connection: DuckDBConnection, { fromBatch, toBatch }: BatchRange): Promise<Set<string>> {
  const rows = await new Reader(connection, UNLIMITED).rows<{ name: string }>(
    sql`select distinct table_name as name from batch where batch between ${BigInt(fromBatch)} and ${BigInt(toBatch)}`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** A fact rests on its own wording and on the bases of the facts it reads. */
async function basesOf(connection: DuckDBConnection, ordered: readonly Fact[]): Promise<Map<string, string>> {
  const bases = new Map<string, string>();
  for (const fact of ordered) {
    const hash = createHash("sha256").update(fact.wording()).update("\0");
    if (fact.basis) hash.update(await fact.basis(connection));
    for (const name of fact.after) hash.update(`\0${bases.get(name)}`);
    bases.set(fact.name, hash.digest("hex").slice(0, 16));
  }
  return bases;
}
