import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { checkPath } from "../intake/spool.ts";
import type { SourceFile } from "../settle/policies/sources.ts";

/**
 * The files of one kind among paths: files as they are, folders with what lies in them at any depth.
 * @throws intake.path, load.no_terms where there is none
 */
export async function termFiles(paths: readonly string[], extension: ".yaml" | ".csv"): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const given of paths) {
    const folder = (await stat(given).catch(() => null))?.isDirectory() === true;
    await checkPath(given, folder ? "folder" : "file");
    if (!folder) {
      files.push({ file: path.basename(given), text: await readFile(given, "utf8") });
      continue;
    }
    const names = (await readdir(given, { recursive: true })).filter((name) => name.endsWith(extension)).sort();
    for (const name of names) files.push({ file: name, text: await readFile(path.join(given, name), "utf8") });
  }
  if (files.length === 0) throw fail("load.no_terms", { paths: paths.join(", "), extension });
  return files;
}
