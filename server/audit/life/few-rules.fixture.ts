import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readRulesFrom, ruleSources, rulesHome } from "../rule/rule-sources.ts";
import { idOf } from "./house-sources.ts";

/** Lets only these rules come with the program, until the answer is called: all of them take longer to compile than a test to run. */
export async function fewRules(...ids: string[]): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-few-"));
  for (const { file } of ruleSources(rulesHome))
    if (ids.includes(idOf(file))) await cp(fileURLToPath(new URL(file, rulesHome)), path.join(folder, file));
  const restore = readRulesFrom(pathToFileURL(`${folder}/`));
  return async () => {
    restore();
    await rm(folder, { recursive: true });
  };
}
