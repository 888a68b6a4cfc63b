import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { generate } from "../../datasets/generator/generate.ts";
import type { StoreContext } from "./command.ts";
import load, { type LoadResult } from "./commands/load.ts";

const SEED = 1;

/** Fills an empty data folder with generated data, through the same intake as any other. */
export async function makeDemo(context: StoreContext): Promise<LoadResult> {
  const { house, progress, signal } = context;
  const out = await mkdtemp(path.join(house.folder.root, "demo-"));
  try {
    await generate({
      out,
      seed: SEED,
      signal,
      onProgress: ({ done, total, text }) => progress({ phase: "generate", subject: text, done, total }),
    });
    const result = await load.run(context, { arguments: [out], reporter: "unknown" });
    const broken = result.files.find(({ error }) => error !== null);
    if (broken) throw new Error(broken.error?.message);
    return result;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
