import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { calibration } from "../../datasets/generator/calibration.ts";
import { generate } from "../../datasets/generator/generate.ts";
import { fail } from "../errors.ts";
import type { StoreContext } from "./command.ts";
import load, { type LoadResult } from "./commands/load.ts";
import type { House } from "./house.ts";

const SEED = 1;
const STARTED = "demo.started";
/** The act that says that the demo is complete. */
export const DEMO_MADE = "demo.made";
/** Generated persons have no care but what is generated: all of it is there from the first day to the last. */
const COMPLETE = "000000=complete@2020-01-01..2021-11-30";
/** Fewer than usual: the first start must not take long. */
const LINES_PER_STAY = 6;

/** Where the demo's figures stand beside the published ones, as `Calibration[]`; absent where there is no demo. */
export const calibrationFile = (root: string): string => path.join(root, "calibration.json");

/** Which of the demo's settlements are wrong, and how; never loaded, so that re-settlement has to find them. */
export const truthFile = (root: string): string => path.join(root, "demo-truth.parquet");

/** True for an empty data folder, and for one whose demo was interrupted; never for one that was filled otherwise. */
export function wantsDemo({ acts, batches }: House): boolean {
  return !acts.has(DEMO_MADE) && (acts.has(STARTED) || batches.all().length === 0);
}

/**
 * Fills a data folder with generated data, through the same intake as any other. Interrupted and started again, it
 * completes: the same seed gives the same files, and what is stored already changes nothing.
 */
export async function makeDemo(context: StoreContext): Promise<LoadResult> {
  const { house, principal, progress, signal } = context;
  await house.journal.append(principal.id, STARTED, { seed: SEED });
  const out = await mkdtemp(path.join(house.folder.stage, "demo-"));
  try {
    await generate({
      out,
      seed: SEED,
      linesPerStay: LINES_PER_STAY,
      mistakes: true,
      signal,
      onProgress: ({ done, total, text }) => progress({ phase: "generate", subject: text, done, total }),
    });
    await copyFile(path.join(out, "truth", "truth.parquet"), truthFile(house.folder.root));
    await writeFile(calibrationFile(house.folder.root), JSON.stringify(await calibration({ out })));
    const result = await load.run(context, { arguments: [out], reporter: "unknown", complete: [COMPLETE] });
    const broken = result.files.find(({ error }) => error !== null);
    if (broken) throw fail("demo.failed", { reason: broken.error?.message });
    await house.journal.append(principal.id, DEMO_MADE, { seed: SEED, rows: result.accepted });
    return result;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
