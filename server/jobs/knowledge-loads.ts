import { createHash, randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { writeFactState } from "../facts/state.ts";
import type { JournalEntry } from "../journal/journal.ts";
import { fillKnowledge, knowledgeInForce, type LoadInForce } from "../knowledge/in-force.ts";
import { knowledgeClasses } from "../knowledge/knowledge-class.ts";
import type { Issue, SheetCounts } from "../knowledge/row-counts.ts";
import { readShipped, shippedFingerprint, writePoints } from "../knowledge/shipped.ts";
import { transaction } from "../store/database.ts";
import type { RawBatches } from "../store/raw-batches.ts";

/** The act that takes published points in. */
export const KNOWLEDGE_LOADED = "knowledge.loaded";
/** Under this name the state of knowledge stands beside those of the facts, so that another one makes an audit due. */
const STATE = "knowledge";

/** A load as the journal keeps it: the files as they came, the points they were read into, and the rows that were refused. */
export interface LoadedKnowledge extends Issue, Record<string, unknown> {
  files: { name: string; sha256: string }[];
  sheets: SheetCounts[];
  points: { count: number; sha256: string };
  rejected: { count: number; sha256: string } | null;
}

/** The loads of knowledge that a journal tells, in order. */
export class KnowledgeLoads {
  readonly #loads: { at: string; by: string; data: LoadedKnowledge }[] = [];

  onEntry({ act, at, actor, data }: Pick<JournalEntry, "act" | "at" | "actor" | "data">): void {
    if (act === KNOWLEDGE_LOADED) this.#loads.push({ at, by: actor, data: data as LoadedKnowledge });
  }

  /** The number of the last load; 0 is what comes with the program. */
  get last(): number {
    return this.#loads.length;
  }

  /**
   * Brings the tables of knowledge to what the program ships and the journal tells, in one transaction; leaves them alone where they say it already.
   * `stage`: the one folder the database may read files from. Gives whether anything was filled.
   * @throws knowledge.points_invalid, store.raw_missing
   */
  async putInForce(connection: DuckDBConnection, kept: RawBatches, stage: string): Promise<boolean> {
    const told = this.#loads.map(({ data }) => data.points.sha256).join(" ");
    const fingerprint = createHash("sha256").update(`${shippedFingerprint()} ${told}`).digest("hex");
    if ((await knowledgeInForce(connection)) === fingerprint) return false;
    const folder = path.join(stage, `knowledge-${randomUUID()}`);
    await mkdir(folder, { recursive: true });
    try {
      const loads = [
        await shippedLoad(folder),
        ...(await Promise.all(this.#loads.map((_, i) => this.#restored(i, kept, folder)))),
      ];
      await transaction(connection, async () => {
        await fillKnowledge(connection, loads, fingerprint);
        await writeFactState(connection, STATE, { builtTo: 0, basis: fingerprint.slice(0, 16) });
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return true;
  }

  async #restored(i: number, kept: RawBatches, folder: string): Promise<LoadInForce> {
    const { at, by, data } = this.#loads[i]!;
    const restore = async (sha256: string, name: string) => {
      const file = path.join(folder, `${name}-${i + 1}.ndjson`);
      await kept.restore(sha256, file);
      return file;
    };
    const { batch, published, files, sheets, points, rejected } = data;
    return {
      ...{ load: i + 1, batch, published, at, by, sheets },
      files: files.map(({ name }) => name),
      points: points.count,
      pointsFile: await restore(points.sha256, "points"),
      rejectedFile: rejected ? await restore(rejected.sha256, "rejected") : null,
    };
  }
}

async function shippedLoad(folder: string): Promise<LoadInForce> {
  const { points, sheets } = await readShipped(folder);
  const pointsFile = path.join(folder, "shipped.ndjson");
  await writePoints(pointsFile, points, keyOf);
  const about = { load: 0, batch: null, published: null, at: null, by: null, rejectedFile: null };
  return { ...about, files: sheets.map(({ file }) => file), sheets, points: points.length, pointsFile };
}

/** The key columns of a class. */
export const keyOf = (knowledge: string): readonly string[] =>
  knowledgeClasses().find(({ name }) => name === knowledge)!.key;
