import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median } from "simple-statistics";
import type { Progress } from "../jobs/progress.ts";

export interface MeasureOptions {
  rows: number;
  repetitions: number;
  /** A folder of a generated house that is kept, by measures that know how to. */
  house?: string | undefined;
  progress(progress: Progress): void;
  signal: AbortSignal;
}

/** One thing that is timed. `seconds` are those of all repetitions, in the order they ran. */
export interface Timing {
  what: string;
  seconds: number[];
  median: number;
  /** Median CPU seconds of the process, where they were taken: more than the seconds on several cores, less on a busy machine. */
  cpu?: number;
}

export interface MeasureResult {
  name: string;
  rows: number;
  /** Of which data, where that is not plain from the name. */
  data?: string;
  timings: Timing[];
  /** Ratios of medians, each with its target where one is set; the machine's speed falls out. */
  ratios: { what: string; ratio: number; target?: string; met?: boolean }[];
}

/** A speed measurement: one file each in `measures/`, run by `bench NAME`. Never asserted in tests. */
export interface Measure {
  name: string;
  about: string;
  rows: number;
  run(options: MeasureOptions): Promise<Omit<MeasureResult, "name" | "rows">>;
}

const folder = fileURLToPath(new URL("./measures/", import.meta.url));

export async function loadMeasuresToRun(): Promise<Map<string, Measure>> {
  const measures = new Map<string, Measure>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const { default: measure } = (await import(`${folder}${file}`)) as { default: Measure };
    measures.set(measure.name, measure);
  }
  return measures;
}

/** Times the runners in turn, again and again, so that a slow minute of the machine falls on all of them alike. */
export async function interleaved(
  runners: Record<string, () => Promise<void>>,
  { repetitions, progress, signal }: Pick<MeasureOptions, "repetitions" | "progress" | "signal">,
): Promise<Timing[]> {
  const seconds = new Map<string, number[]>(Object.keys(runners).map((what) => [what, []]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [what, run] of Object.entries(runners)) {
      if (signal.aborted) break;
      progress({
        phase: "measure",
        subject: `${what} ${repetition + 1}/${repetitions}`,
        done: repetition,
        total: repetitions,
      });
      const start = performance.now();
      await run();
      seconds.get(what)?.push((performance.now() - start) / 1000);
    }
  }
  return [...seconds].map(([what, all]) => ({ what, seconds: all, median: median(all) }));
}
