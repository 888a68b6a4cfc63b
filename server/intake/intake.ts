import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { type Database, transaction } from "../store/database.ts";
import type { Dictionary } from "../store/dictionary.ts";
import type { Keys } from "../store/keys.ts";
import type { RawBatches } from "../store/raw-batches.ts";
import {
  BATCH_ACCEPTED,
  BATCH_WITHDRAWN,
  type BatchIndex,
  type BatchRecord,
  countNames,
  countsOf,
  type Reporter,
  type RowCounts,
} from "./batch.ts";
import { type Asked, checkBatch, dropTemporary, writeChecked } from "./checked-batch.ts";
import { type Layout, type Mapping, parseLayout, resolveLayout } from "./layout.ts";
import { prepare } from "./prepare.ts";
import type { Prepared } from "./prepared.ts";
import { type Spooled, spool } from "./spool.ts";

/** Named moments of a load, for tests that stop the process there. */
export const loadSteps = [
  "received",
  "hashed",
  "raw-written",
  "staged",
  "checked",
  "in-transaction",
  "journaled",
  "committed",
] as const;
export type LoadStep = (typeof loadSteps)[number];

/** What a load tells while it works. */
export type LoadPhase = "receive" | "read" | "check" | "write";

export interface IntakeParts {
  database: Database;
  journal: Journal;
  rawBatches: RawBatches;
  keys: Keys;
  dictionary: Dictionary;
  layouts: () => Layout[];
  index: BatchIndex;
  stageDir: string;
  maxBytes: number;
  now?: () => Date;
  onStep?: (step: LoadStep) => void | Promise<void>;
}

export interface LoadRequest {
  /** The bytes as a stream, or the path of a file that was checked to be one. */
  input: Readable | string;
  /** Format the sender declared. */
  format?: string | undefined;
  /** What to call the source in messages. */
  source: string;
  /** Dictionary or official table name; found from the file name's stem where absent. */
  table?: string | undefined;
  /** Layout name; found from the header where absent. */
  layout?: string | undefined;
  reporter: Reporter;
  actor: string;
  signal?: AbortSignal | undefined;
  onProgress?: (phase: LoadPhase) => void;
}

/** Takes batches in: raw bytes kept, staged, checked, merged in one transaction, and acknowledged by the journal. */
export class Intake {
  readonly #parts: IntakeParts;
  /** Loads at work on the same bytes share one raw file: it goes when the last of them has failed. */
  readonly #atWork = new Map<string, number>();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /**
   * Loads one source; a layout may send it to several tables, each a batch of its own.
   * When it returns, every batch is durable. When it throws, nothing of the failed batch is in the database.
   */
  async load(request: LoadRequest): Promise<BatchRecord[]> {
    const { source, signal, input } = request;
    return this.#inWorkspace(async (workspace) => {
      await this.#step("received");
      const maxBytes = this.#parts.maxBytes;
      const spooled = await spool(input, workspace, { name: source, maxBytes, ...(signal ? { signal } : {}) });
      if (spooled.changed) throw fail("intake.changed", { file: source });
      await this.#step("hashed");
      this.#atWork.set(spooled.sha256, (this.#atWork.get(spooled.sha256) ?? 0) + 1);
      const keeping = this.#parts.rawBatches.keep(spooled.path, spooled.sha256);
      keeping.catch(() => {}); // awaited before the transaction
      try {
        return await this.#parts.database.bulk(async (connection) => {
          signal?.throwIfAborted();
          const stop = () => connection.interrupt();
          signal?.addEventListener("abort", stop, { once: true });
          try {
            return await this.#loadSpooled(connection, request, workspace, spooled, keeping);
          } finally {
            signal?.removeEventListener("abort", stop);
            await dropTemporary(connection);
          }
        });
      } finally {
        await keeping.catch(() => {});
        this.#letGo(spooled.sha256);
      }
    });
  }

  /**
   * Reads an acknowledged batch again from its raw bytes and layout, into a database that lacks it.
   * @throws store.rebuild_differs when the outcome is not the acknowledged one
   */
  async replay(record: BatchRecord): Promise<void> {
    const { rawBatches, database } = this.#parts;
    const layout = parseLayout(await rawBatches.layout(record.layoutHash), `${record.layout}.yaml`);
    await this.#inWorkspace(async (workspace) => {
      const file = path.join(workspace, "replay.raw");
      await rawBatches.restore(record.sha256, file);
      await database.bulk(async (connection) => {
        const prepared = await prepare({ path: file, name: record.source }, { stageDir: workspace, connection });
        const mapping = this.#mappings(prepared, { source: record.source, layout: layout.name, table: record.table }, [
          layout,
        ])[0];
        if (!mapping) throw fail("internal.unexpected", { reason: `layout ${layout.name} has no ${record.table}` });
        const checked = await checkBatch(connection, prepared, mapping, this.#asked(record, record.batch));
        const got = { read: prepared.records, ...checked.merge.counts, rejected: checked.rejects.records };
        if (countNames.some((name) => got[name] !== record[name])) throw rebuildDiffers(record, got);
        await transaction(connection, () => writeChecked(connection, checked, record, this.#parts.keys));
      });
    });
  }

  /** The text of rejected records as they came, with the header, so that they can be mended and sent again. */
  async *rejectedText(record: BatchRecord, lines: ReadonlySet<number>): AsyncGenerator<string> {
    const { rawBatches, database, stageDir } = this.#parts;
    const workspace = await mkdtemp(path.join(stageDir, "export-"));
    try {
      const file = path.join(workspace, "export.raw");
      await rawBatches.restore(record.sha256, file);
      const prepared = await database.bulk((connection) =>
        prepare({ path: file, name: record.source }, { stageDir: workspace, connection }),
      );
      yield* prepared.raw(lines);
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  }

  async #loadSpooled(
    connection: DuckDBConnection,
    request: LoadRequest,
    workspace: string,
    spooled: Spooled,
    keeping: Promise<void>,
  ): Promise<BatchRecord[]> {
    request.onProgress?.("read");
    const { format } = request;
    const prepared = await prepare(
      { path: spooled.path, name: request.source, ...(format ? { formatHint: format } : {}) },
      { stageDir: workspace, connection },
    );
    const done: BatchRecord[] = [];
    for (const mapping of this.#mappings(prepared, request, this.#parts.layouts())) {
      done.push(await this.#loadOne(connection, request, spooled, prepared, mapping, keeping));
    }
    return done;
  }

  #mappings(prepared: Prepared, want: Pick<LoadRequest, "source" | "layout" | "table">, layouts: Layout[]): Mapping[] {
    const header = prepared.columns.map(({ name }) => name);
    return resolveLayout(layouts, this.#parts.dictionary, { ...want, header });
  }

  async #inWorkspace<T>(work: (workspace: string) => Promise<T>): Promise<T> {
    await mkdir(this.#parts.stageDir, { recursive: true });
    const workspace = await mkdtemp(path.join(this.#parts.stageDir, "load-"));
    try {
      return await work(workspace);
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  }

  /** Raw bytes that no acknowledged batch refers to are of no use. At once, so that no load that begins now relies on them. */
  #letGo(sha256: string): void {
    const { index, rawBatches } = this.#parts;
    const others = (this.#atWork.get(sha256) ?? 1) - 1;
    if (others > 0) this.#atWork.set(sha256, others);
    else this.#atWork.delete(sha256);
    if (others > 0 || index.all().some((batch) => batch.sha256 === sha256)) return;
    rmSync(rawBatches.pathOf(sha256), { force: true });
  }

  async #loadOne(
    connection: DuckDBConnection,
    request: LoadRequest,
    spooled: Spooled,
    prepared: Prepared,
    mapping: Mapping,
    keeping: Promise<void>,
  ): Promise<BatchRecord> {
    const { index, rawBatches, journal } = this.#parts;
    const layoutHash = createHash("sha256").update(mapping.layout.text).digest("hex");
    const identity = {
      sha256: spooled.sha256,
      table: mapping.table.name,
      layoutHash,
      reporter: request.reporter,
    };
    const known = index.sameAs(identity);
    if (known) {
      const { read, rejected } = known;
      return { ...known, read, accepted: 0, duplicate: read - rejected, replaced: 0, rejected };
    }
    const batch = index.next();
    request.onProgress?.("check");
    const checked = await checkBatch(connection, prepared, mapping, this.#asked(request, batch));
    await keeping;
    await this.#step("raw-written");
    await rawBatches.keepLayout(layoutHash, mapping.layout.text);
    await this.#step("checked");
    const record: BatchRecord = {
      batch,
      ...identity,
      layout: mapping.layout.name,
      source: request.source,
      bytes: spooled.bytes,
      receivedAt: (this.#parts.now?.() ?? new Date()).toISOString(),
      columns: mapping.columns.filter(({ from }) => from !== null).map(({ target }) => target.name),
      unknownColumns: mapping.unknown,
      generatedScale: checked.generatedScale,
      read: prepared.records,
      ...checked.merge.counts,
      rejected: checked.rejects.records,
    };
    if (record.read !== record.accepted + record.duplicate + record.replaced + record.rejected) {
      throw fail("intake.unaccounted", { source: request.source, ...countsOf(record) });
    }
    request.onProgress?.("write");
    request.signal?.throwIfAborted();
    let journaled = false;
    try {
      await transaction(connection, async () => {
        await writeChecked(connection, checked, record, this.#parts.keys);
        await this.#step("in-transaction");
        await journal.append(request.actor, BATCH_ACCEPTED, { ...record });
        journaled = true;
        await this.#step("journaled");
      });
    } catch (cause) {
      if (journaled) {
        index.add(record);
        await journal.append(request.actor, BATCH_WITHDRAWN, { batch });
        index.withdraw(batch);
      }
      throw cause;
    }
    index.add(record);
    await this.#step("committed");
    return record;
  }

  #asked({ source, reporter }: Pick<LoadRequest, "source" | "reporter">, batch: number): Asked {
    return { source, reporter, batch, keys: this.#parts.keys, onStaged: () => this.#step("staged") };
  }

  async #step(step: LoadStep): Promise<void> {
    await this.#parts.onStep?.(step);
  }
}

function rebuildDiffers(record: BatchRecord, got: RowCounts) {
  const show = (counts: RowCounts) => countNames.map((name) => `${name} ${counts[name]}`).join(", ");
  const { batch, source } = record;
  return fail("store.rebuild_differs", { batch, source, got: show(got), expected: show(record), folder: "set-aside" });
}
