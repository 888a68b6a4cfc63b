import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Engine } from "./engine.ts";
import type { Slice } from "./slices.ts";

export interface WrittenFile {
  path: string;
  table: string;
  rows: number;
}

/** Files of a slice: table → what fixes the order of its rows. */
const OF_A_SLICE: Record<string, string> = {
  psn_info_b: "insu_admdvs, psn_no",
  psn_insu_d: "insu_admdvs, psn_no, insutype, begndate",
  out_appy_d: "trt_dcla_detl_sn",
  opsp_reg_d: "trt_dcla_detl_sn",
  mdtrt_d: "crte_time, mdtrt_id",
  setl_list_diag_d: "crte_time, setl_list_diag_id",
  setl_d: "setl_time, setl_id",
  setl_fund_detail: "setl_id, fund_pay_type",
  fee_list_d: "setl_id, bkkp_sn",
  trace_code: "mdtrt_id, bkkp_sn, drug_trac_codg",
  attempt: "attempt_id",
  accumulator: "insu_admdvs, psn_no, year, as_of",
  investigation: "investigation_id",
  person_link: "certno",
};

/** Files of the whole run. */
const OF_THE_RUN: Record<string, string> = {
  fixmedins_b: "fixmedins_code",
  network_service: "fixmedins_code, service, item_code",
  insured_count: "area, scheme, year",
  clearing: "period, insu_admdvs, fix_blng_admdvs, insutype, clr_type",
};

export const FILES_OF_A_SLICE = Object.keys(OF_A_SLICE);
export const FILES_OF_THE_RUN = Object.keys(OF_THE_RUN);

/** Makes the folder, and takes away what an earlier run wrote there. */
export async function prepareFolder(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const ours = new RegExp(`^(${[...FILES_OF_A_SLICE, ...FILES_OF_THE_RUN].join("|")})(\\.part-\\d+)?\\.parquet$`);
  for (const name of await readdir(out)) if (ours.test(name)) await rm(path.join(out, name));
  await rm(path.join(out, "truth"), { recursive: true, force: true });
}

/** Writes one table of a slice; a run of several slices has one file each, `setl_d.part-000.parquet`. */
export function writeSliceFile(
  engine: Engine,
  out: string,
  table: string,
  { slice, slices }: Slice,
): Promise<WrittenFile> {
  const part = slices === 1 ? "" : `.part-${String(slice).padStart(3, "0")}`;
  return write(engine, path.join(out, `${table}${part}.parquet`), table, OF_A_SLICE[table]!);
}

/** Writes one table of the whole run. */
export function writeRunFile(engine: Engine, out: string, table: string): Promise<WrittenFile> {
  return write(engine, path.join(out, `${table}.parquet`), table, OF_THE_RUN[table]!);
}

/** Writes what `planted` says it put in, into a folder of its own that loading does not enter; null where nothing was planted. */
export async function writeTruth(engine: Engine, out: string, { slice, slices }: Slice): Promise<WrittenFile | null> {
  const made = await engine.rows("select 1 from duckdb_tables() where table_name = 'truth'");
  if (made.length === 0) return null;
  await mkdir(path.join(out, "truth"), { recursive: true });
  const part = slices === 1 ? "" : `.part-${String(slice).padStart(3, "0")}`;
  const file = path.join(out, "truth", `truth${part}.parquet`);
  await engine.run(`copy (from truth order by all) to ${quoted(file)} (format parquet, compression zstd)`);
  return { path: file, table: "truth", rows: await count(engine, file) };
}

/** Sorted rows are the same on any number of threads, and pack better. Row groups are what readers share out among their threads. */
async function write(engine: Engine, file: string, table: string, order: string): Promise<WrittenFile> {
  const options = "(format parquet, compression snappy, dictionary_size_limit 8192, row_group_size 20480)";
  await engine.file(`out_${table}`, (select) => `copy (${select} order by ${order}) to ${quoted(file)} ${options}`);
  return { path: file, table, rows: await count(engine, file) };
}

async function count(engine: Engine, file: string): Promise<number> {
  const [row] = await engine.rows<{ rows: string }>(
    `select sum(num_rows)::varchar as rows from parquet_file_metadata(${quoted(file)})`,
  );
  return Number(row!.rows);
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
