import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { writeDurably } from "../journal/journal.ts";

/** Version of the layout of a data folder and its tables. A database of an older one is rebuilt from the raw batches. */
export const SCHEMA_VERSION = 1;

const FORMAT = "jiheng-data";
const IDENTITY = "jiheng.json";

/** The places inside a data folder. */
export interface DataFolder {
  root: string;
  database: string;
  journal: string;
  sessions: string;
  raw: string;
  stage: string;
  spill: string;
  setAside: string;
}

interface Identity {
  format: string;
  schema: number;
  key: string;
  created: string;
}

export function dataFolder(root: string): DataFolder {
  const at = (name: string) => path.join(root, name);
  return {
    root,
    database: at("jiheng.duckdb"),
    journal: at("journal.ndjson"),
    sessions: at("sessions.json"),
    raw: at("raw"),
    stage: at("stage"),
    spill: at("spill"),
    setAside: at("set-aside"),
  };
}

/**
 * Is this folder new (absent or empty)?
 * @throws store.foreign when it holds something that is not ours, store.path when DuckDB cannot stand its name
 */
export async function isNewFolder(root: string): Promise<boolean> {
  if (root.includes("?")) throw fail("store.path", { folder: root }); // DuckDB takes what follows for options
  const names: string[] = await readdir(root).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw fail("store.foreign", { folder: root, got: cause.code ?? "an unreadable path" }, cause);
  });
  if (names.includes(IDENTITY)) return false;
  const strangers = names.filter((name) => !name.startsWith("server.lock"));
  if (strangers.length > 0) throw fail("store.foreign", { folder: root, got: strangers.slice(0, 3).join(", ") });
  return true;
}

/**
 * Checks that the folder is ours, not from a newer program, and belongs to this key; marks a new one as ours.
 * Gives the schema version found.
 * @throws store.foreign, store.newer, store.key_wrong
 */
export async function checkIdentity(folder: DataFolder, keyFile: string, fingerprint: string): Promise<number> {
  const file = path.join(folder.root, IDENTITY);
  if (!existsSync(file)) {
    await markSchema(folder, fingerprint);
    return SCHEMA_VERSION;
  }
  let found: Identity;
  try {
    found = JSON.parse(await readFile(file, "utf8")) as Identity;
  } catch (cause) {
    throw fail("store.foreign", { folder: folder.root, got: `an unreadable ${IDENTITY}` }, cause);
  }
  if (found.format !== FORMAT) throw fail("store.foreign", { folder: folder.root, got: `format ${found.format}` });
  if (found.schema > SCHEMA_VERSION) {
    throw fail("store.newer", { folder: folder.root, got: found.schema, expected: SCHEMA_VERSION });
  }
  if (found.key !== fingerprint) {
    throw fail("store.key_wrong", { file: keyFile, folder: folder.root, got: fingerprint, expected: found.key });
  }
  return found.schema;
}

export async function markSchema(folder: DataFolder, fingerprint: string): Promise<void> {
  const identity: Identity = {
    format: FORMAT,
    schema: SCHEMA_VERSION,
    key: fingerprint,
    created: new Date().toISOString(),
  };
  await writeDurably(path.join(folder.root, IDENTITY), `${JSON.stringify(identity, null, 2)}\n`);
}

/** Makes the folders and empties the working ones: what lies there belongs to a process that has ended. */
export async function makeFolders(folder: DataFolder): Promise<void> {
  for (const dir of [folder.stage, folder.spill]) await rm(dir, { recursive: true, force: true });
  for (const dir of [folder.root, folder.raw, folder.stage, folder.spill])
    await mkdir(dir, { recursive: true, mode: 0o700 });
}

/** Moves the database files out of the way, never deleting them. Gives the folder they went to. */
export async function setAside(folder: DataFolder, now: Date): Promise<string> {
  const target = path.join(folder.setAside, now.toISOString().replaceAll(":", ""));
  await mkdir(target, { recursive: true });
  for (const name of await readdir(folder.root)) {
    if (name.startsWith("jiheng.duckdb")) await rename(path.join(folder.root, name), path.join(target, name));
  }
  return target;
}
