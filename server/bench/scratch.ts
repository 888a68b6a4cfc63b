import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Config, readConfig } from "../config.ts";
import type { BatchRecord } from "../intake/batch.ts";
import { type House, openHouse } from "../jobs/house.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { stateHash } from "../store/state-hash.ts";

/** A folder of its own for a proof or a measurement, gone when `work` ends. */
export async function inScratch<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(os.tmpdir(), "jiheng-scratch-"));
  try {
    return await work(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

export function scratchConfig(root: string, name = "data"): Config {
  return readConfig({ dataDir: path.join(root, name), keyFile: path.join(root, `${name}.key`) }, {});
}

/** A house of batches: facts are brought up by whoever wants them. */
export async function withHouse<T>(config: Config, work: (house: House) => Promise<T>): Promise<T> {
  const house = await openHouse(config, { what: "proof", derive: false });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

/** Loads text as a file of settlements. */
export async function loadText(house: House, root: string, name: string, content: string): Promise<BatchRecord[]> {
  const file = path.join(root, name);
  await writeFile(file, content);
  const records = await house.intake.load({ input: file, source: name, reporter: "unknown", actor: "proof" });
  await rm(file);
  return records;
}

export function stateOf(house: House): Promise<string> {
  return house.database.read(nationalPrincipal, (reader) => stateHash(reader, house.dictionary));
}
