import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { checkPath } from "../intake/spool.ts";

export interface SourceFile {
  path: string;
  /** Path as it is shown. */
  name: string;
}

const DATA = /\.(csv|txt|tsv|ndjson|jsonl|parquet|arrow|arrows|ipc)(\.gz)?$/i;
/** What other tables refer to comes first, so that areas and institutions are known when settlements arrive. */
const FIRST = /region|municip|fixmedins|institution/i;

/** The files behind paths: a file as it is, a folder's data files in a steady order. @throws load.empty_folder, intake.path */
export async function findSources(paths: readonly string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const given of paths) {
    const isFolder = await stat(given).then(
      (s) => s.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      await checkPath(given);
      found.push({ path: given, name: path.basename(given) });
      continue;
    }
    await checkPath(given, "folder");
    const names = (await readdir(given)).filter((name) => DATA.test(name) && !name.startsWith("."));
    if (names.length === 0) throw fail("load.empty_folder", { folder: given });
    names.sort((a, b) => Number(FIRST.test(b)) - Number(FIRST.test(a)) || (a < b ? -1 : 1));
    for (const name of names) {
      const file = path.join(given, name);
      await checkPath(file);
      found.push({ path: file, name });
    }
  }
  return found;
}
