import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, literal, sql } from "../../store/sql.ts";
import { loadCharges } from "./charges.ts";
import { loadItems } from "./items.ts";
import { catalogueOf, policiesOf, type Sources } from "./sources.ts";
import { loadTerms } from "./terms.ts";

export const termTables = [
  "policy_version",
  "policy_place",
  "policy_term",
  "policy_layer",
  "catalogue_item",
  "catalogue_charge",
] as const;

/** Reading and expanding all files takes seconds, so what came of them is kept beside the installed packages. */
const cache = fileURLToPath(new URL("../../../node_modules/.cache/jiheng/", import.meta.url));
const KEPT = 6;

/**
 * A folder with a Parquet file for each of `termTables`, made from the sources or found from last time under their hash.
 * Where the program's folder cannot be written to, `spare` takes them, each time anew.
 * @throws policy.invalid, catalogue.invalid
 */
export async function compiledTerms(sources: Sources, hash: string, spare: string): Promise<string> {
  const shelf = await mkdir(cache, { recursive: true }).then(
    () => cache,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "EACCES" || cause.code === "EROFS" || cause.code === "EPERM") return spare;
      throw cause;
    },
  );
  const folder = path.join(shelf, `terms-${hash.slice(0, 32)}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}.tmp`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making);
  await compile(sources, making);
  // Another process may have made the same meanwhile.
  await rename(making, folder).catch(async (cause) => {
    await rm(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw cause;
  });
  await prune(shelf);
  return folder;
}

async function compile(sources: Sources, folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "2GB" });
  const connection = await instance.connect();
  try {
    const catalogue = catalogueOf(sources.catalogue);
    await loadTerms(connection, policiesOf(sources.policies));
    await loadItems(connection, catalogue);
    await loadCharges(connection, catalogue);
    for (const table of termTables) {
      await execute(connection, sql`copy ${ident(table)} to ${literal(path.join(folder, `${table}.parquet`))}`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Keeps the newest few. */
async function prune(shelf: string): Promise<void> {
  const names = (await readdir(shelf)).filter((name) => name.startsWith("terms-"));
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(path.join(shelf, name))).mtimeMs })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT);
  for (const { name } of old) await rm(path.join(shelf, name), { recursive: true, force: true });
}
