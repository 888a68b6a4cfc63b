import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of this run for the empty houses that tests begin with: see `TestHouse`. */
    houseTemplates: string;
  }
}

/** Set up anew for every run of the tests, so that no house is that of another version of the program. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-templates-"));
  project.provide("houseTemplates", folder);
  project.onTestsRerun(async () => {
    for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true });
  });
  return () => rm(folder, { recursive: true, force: true });
}
