import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database } from "../store/database.ts";
import { type DataFolder, dataFolder } from "../store/folder.ts";
import { inScratch, scratchConfig } from "./scratch.ts";

/** Its file stands in a house that was filled to the end. */
const FILLED = "filled.txt";

/** The database of a generated house, and what stands in it in words. */
export interface BenchHouse {
  connection: DuckDBConnection;
  data: string;
}

/** Fills an empty house and says in words with what. */
export type Filling = (connection: DuckDBConnection, folder: DataFolder) => Promise<string>;

/**
 * Works in a generated house: one of its own that is gone when `work` ends, or one kept in a folder, filled where it is not there yet, since one of
 * national size takes longer to fill than to measure.
 * @param kept the folder; undefined for one that is thrown away
 * @param memory of the database, as DuckDB writes it
 */
export async function inGeneratedHouse<T>(
  kept: string | undefined,
  memory: string,
  fill: Filling,
  work: (house: BenchHouse) => Promise<T>,
): Promise<T> {
  if (kept === undefined) return inScratch((root) => opened(root, memory, fill, work));
  return opened(kept, memory, fill, work);
}

async function opened<T>(
  root: string,
  memory: string,
  fill: Filling,
  work: (house: BenchHouse) => Promise<T>,
): Promise<T> {
  const config = { ...scratchConfig(root), memory };
  const folder = dataFolder(config.dataDir);
  const filled = path.join(root, FILLED);
  await mkdir(folder.stage, { recursive: true });
  const database = await Database.open({ file: folder.database, stage: folder.stage, spill: folder.spill }, config);
  try {
    return await database.bulk(async (connection) => {
      if (!existsSync(filled)) await writeFile(filled, await fill(connection, folder));
      return work({ connection, data: readFileSync(filled, "utf8") });
    });
  } finally {
    await database.close();
  }
}
