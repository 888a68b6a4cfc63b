import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Engine, openEngine } from "./engine.ts";
import { makePlan, type Plan, type PlanOptions } from "./plan.ts";
import { loadTables } from "./tables.ts";
import { tune } from "./tune.ts";

export interface GenerateOptions extends PlanOptions {
  /** Folder to write to; made where absent, files of the same names are replaced. */
  out: string;
  /** The same seed and options give the same rows. Default 1. */
  seed?: number;
  /** Threads of the generator's database; the rows do not depend on it. */
  threads?: number;
  onProgress?: (progress: { done: number; total: number; text: string }) => void;
  signal?: AbortSignal;
}

export interface Generated {
  files: { path: string; table: string; rows: number }[];
  /** Rows of setl_d. */
  settlements: number;
  /** One row stands for so many real ones. */
  scale: number;
  from: string;
  to: string;
  seed: number;
}

const STEPS = [
  "persons",
  "visits",
  "stays",
  "dates",
  "totals",
  "terms",
  "amounts",
  "tune",
  "adjust",
  "shares",
  "settlements",
  "filings",
];

/** Official table → what fixes the order of its rows; settlements are made in their order. */
const FILES = {
  fixmedins_b: "fixmedins_code",
  out_appy_d: "trt_dcla_detl_sn",
  mdtrt_d: "crte_time, mdtrt_id",
  setl_list_diag_d: "crte_time, setl_list_diag_id",
  setl_d: "setl_time, setl_id",
};

/**
 * Writes generated settlements and what belongs to them as Parquet under official core-table names, every row labelled
 * (jh_generated_scale). Counts and sums follow the figures of populations.yaml. Throws `request.invalid` for days without figures.
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const { out, seed = 1, onProgress, signal } = options;
  const plan = makePlan(options);
  const total = STEPS.length + Object.keys(FILES).length;
  let done = 0;
  const report = (text: string) => onProgress?.({ done: done++, total, text });
  const engine = await openEngine(seed, signal, options.threads);
  try {
    await prepareTables(engine, plan);
    for (const step of STEPS) {
      report(step);
      await (step === "tune" ? tune(engine, plan) : engine.file(step));
    }
    await mkdir(out, { recursive: true });
    const files = [];
    for (const [table, order] of Object.entries(FILES)) {
      report(table);
      files.push(await write(engine, out, table, order));
    }
    const settlements = files.find(({ table }) => table === "setl_d")!.rows;
    onProgress?.({ done: total, total, text: "done" });
    return { files, settlements, scale: plan.scale, from: plan.from, to: plan.to, seed };
  } finally {
    engine.close();
  }
}

async function prepareTables(engine: Engine, plan: Plan): Promise<void> {
  await engine.run(`set variable scale = ${plan.scale}`);
  await engine.run(`set variable first_day = '${plan.from}'`);
  const regions = fileURLToPath(new URL("../regions/china.csv", import.meta.url));
  await engine.run(`create table region as from read_csv('${regions.replaceAll("'", "''")}', all_varchar = true)`);
  for (const name of ["draws", "certificates", "areas"]) await engine.file(name);
  await loadTables(engine, plan);
  await engine.file("institutions");
}

async function write(engine: Engine, out: string, table: string, order: string | null) {
  const file = path.join(out, `${table}.parquet`);
  await engine.file(
    `out_${table}`,
    (select) =>
      `copy (${select}${order === null ? "" : ` order by ${order}`}) to '${file.replaceAll("'", "''")}' (format parquet, compression zstd)`,
  );
  const [row] = await engine.rows<{ rows: string }>(
    `select count(*)::varchar as rows from read_parquet('${file.replaceAll("'", "''")}')`,
  );
  return { path: file, table, rows: Number(row!.rows) };
}
