import { type Engine, openEngine } from "./engine.ts";
import {
  FILES_OF_A_SLICE,
  FILES_OF_THE_RUN,
  prepareFolder,
  type WrittenFile,
  writeRunFile,
  writeSliceFile,
  writeTruth,
} from "./files.ts";
import { makePlan, type Plan, type PlanOptions } from "./plan.ts";
import { plant } from "./planted/plant.ts";
import { type Mistakes, mistakes } from "./populations.ts";
import { settleUnspent } from "./settle.ts";
import { loadSlice } from "./slice-tables.ts";
import { type Slice, slicesOf } from "./slices.ts";
import { loadMistakes, loadShared } from "./tables.ts";
import { tune } from "./tune.ts";

export interface GenerateOptions extends PlanOptions {
  /** Folder to write to; made where absent, files of an earlier run are replaced. */
  out: string;
  /** The same seed and options give the same rows. Default 1. */
  seed?: number;
  /** Labelled schemes and settlement errors among the rest, and what they are in `truth/`. */
  planted?: boolean;
  /** So many times the usual number of schemes, so that a small run has many of each. Default 1. */
  plantedTimes?: number;
  /** A few labelled settlement errors in ordinary rows (mistakes.yaml), and what they are in `truth/`. */
  mistakes?: boolean;
  /** Threads of the generator's database; the rows do not depend on it. */
  threads?: number;
  onProgress?: (progress: { done: number; total: number; text: string }) => void;
  signal?: AbortSignal;
}

export interface Generated {
  files: WrittenFile[];
  /** Kinds of planted schemes that the days or places of the run, or of a slice, had nothing for: `RS-LINE/weak`. */
  leftOut: string[];
  /** Rows of setl_d. */
  settlements: number;
  /** One stay across provinces stands for so many real ones. */
  scale: number;
  from: string;
  to: string;
  seed: number;
}

/** In their order, each a file of sql/ but `tune`; behind the name the tables that nobody needs any more after it. */
const STEPS: [name: string, done?: string[]][] = [
  ["persons"],
  ["visits"],
  ["openings"],
  ["stays", ["visit"]],
  ["dates"],
  ["totals"],
  ["encounters", ["stay", "dated"]],
  ["payable", ["priced"]],
  ["claims", ["payable"]],
  ["tune"],
  ["unspent"],
  ["found", ["tuning"]],
  ["mistakes"],
  ["adjust", ["found"]],
  ["shares", ["claim", "paid"]],
  ["settlements", ["account"]],
  ["filings"],
  ["lines", ["drawn_line", "rest", "billed"]],
  ["mislabelled"],
  ["closing"],
  ["supplements"],
  ["enrolments"],
  ["entitlements"],
  ["attempts"],
  ["investigations"],
  ["traces"],
  ["links"],
];

/** Steps of a run with settlement errors only. */
const OF_MISTAKES = new Set(["unspent", "mistakes", "mislabelled"]);

/**
 * Writes generated settlements and what belongs to them as Parquet, every row labelled (jh_generated_scale). Counts and sums follow the figures
 * of populations.yaml. Big runs are worked through in slices and give several files a table. Throws `request.invalid` for days without figures.
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const { out, seed = 1, onProgress, signal } = options;
  const plan = makePlan(options);
  const slices = slicesOf(plan);
  const total = slices.length * (STEPS.length + FILES_OF_A_SLICE.length) + FILES_OF_THE_RUN.length;
  let done = 0;
  const report = (text: string) => onProgress?.({ done: done++, total, text });
  const erring = options.mistakes ? mistakes.demo : options.planted ? mistakes.planted : null;
  const engine = await openEngine(seed, signal, options.threads);
  const files: WrittenFile[] = [];
  const leftOut = new Set<string>();
  try {
    await prepareFolder(out);
    await prepareRun(engine, plan, erring);
    let firstPerson = 1;
    for (const slice of slices) {
      firstPerson = await loadSlice(engine, slice, firstPerson);
      await makeSlice(engine, slice, erring !== null, report);
      if (options.planted) {
        const { from, to, scale } = plan;
        const without = await plant(engine, { ...slice, from, to, scale, times: options.plantedTimes ?? 1 });
        for (const kind of without) leftOut.add(kind);
      }
      await engine.file("clearing");
      await engine.file("reported");
      for (const table of FILES_OF_A_SLICE) {
        report(table);
        files.push(await writeSliceFile(engine, out, table, slice));
      }
      const truth = await writeTruth(engine, out, slice);
      if (truth) files.push(truth);
      await dropSlice(engine);
    }
    for (const table of FILES_OF_THE_RUN) {
      report(table);
      files.push(await writeRunFile(engine, out, table));
    }
    onProgress?.({ done: total, total, text: "done" });
  } finally {
    engine.close();
  }
  const settlements = files.reduce((sum, { table, rows }) => sum + (table === "setl_d" ? rows : 0), 0);
  return { files, leftOut: [...leftOut], settlements, scale: plan.scale, from: plan.from, to: plan.to, seed };
}

async function prepareRun(engine: Engine, plan: Plan, erring: Mistakes | null): Promise<void> {
  const copied = plan.bothSides ? { stays: 1, others: 1 } : { stays: 0.12, others: 0.04 };
  const variables = {
    scale: plan.scale,
    first_day: `'${plan.from}'`,
    last_day: `'${plan.to}'`,
    lines: plan.linesPerStay,
    copied_stays: copied.stays,
    copied_others: copied.others,
    // Share of visits other than stays whose lines are kept.
    itemised_chronic: plan.bothSides ? 0.3 : 1,
    itemised_pharmacy: plan.bothSides ? 0.1 : 0.3,
    itemised_outpatient: plan.bothSides ? 0.02 : 0.1,
  };
  for (const [name, value] of Object.entries(variables)) await engine.run(`set variable ${name} = ${value}`);
  await loadShared(engine, plan);
  await loadMistakes(engine, erring);
  await engine.run(
    `create table clearing_part (insured_area varchar, care_area varchar, period varchar, scheme varchar, clearing_type varchar,
       settlements bigint, fund bigint, scale integer)`,
  );
  // One row a code, for names at writing; a code of several periods stands in several rows of the list.
  await engine.run(
    `create table item_named as select distinct on (item_code) item_code, item_name, list_type, charge_class, specification, special_drug
     from item order by item_code, item desc`,
  );
}

async function makeSlice(engine: Engine, { cells }: Slice, mistaken: boolean, report: (text: string) => void) {
  // Steps that are more than a file of SQL.
  const settling: Record<string, () => Promise<void>> = {
    tune: () => tune(engine, cells),
    unspent: () => settleUnspent(engine),
  };
  for (const [step, used = []] of STEPS) {
    report(step);
    if (OF_MISTAKES.has(step) && !mistaken) continue;
    await (settling[step]?.() ?? engine.file(step));
    for (const table of used) await engine.run(`drop table ${table}`);
  }
}

async function dropSlice(engine: Engine): Promise<void> {
  await engine.run("drop view if exists reported; drop view if exists reported_encounter");
  const tables = [
    ...["cell", "month_rows", "pool", "person", "encounter", "settlement", "line", "trace_code", "filing", "enrolment"],
    ...["entitlement", "attempt", "investigation", "opening", "person_link", "truth"],
  ];
  for (const table of tables) await engine.run(`drop table if exists ${table}`);
}
