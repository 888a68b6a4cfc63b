import { readFileSync } from "node:fs";
import { readdir, rename } from "node:fs/promises";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { literal } from "../../store/sql.ts";

/** What noise makes of the columns of a written table, for the records it meets; `by` joins the table to them. */
interface Spoilt {
  by: "setl_id" | "mdtrt_id";
  replace: Record<string, string>;
  /** Rows that are not sent. */
  without?: string;
}

const late = (column: string) =>
  `case when noise = 'late_discharge' and stay then ${column} + interval 2 day else ${column} end`;
const careSide = "case when noise = 'one_side' then fix_blng_admdvs else poolarea_no end";
const lacking = (column: string) => `case when noise = 'missing_columns' then null else ${column} end`;
const second = (made: string, column: string) =>
  `case when noise = 'two_certificates' and other_certificate then ${made} else ${column} end`;
const identity = {
  psn_no: second("second_number(psn_no)", "psn_no"),
  psn_cert_type: second("'16'", "psn_cert_type"),
  certno: second("second_certificate(psn_no)", "certno"),
};

const tables: Record<string, Spoilt> = {
  setl_d: {
    by: "setl_id",
    replace: {
      ...identity,
      enddate: `(${late("enddate")})::date`,
      setl_time: late("setl_time"),
      poolarea_no: careSide,
      out_flag: "case when noise = 'one_side' then '2' else out_flag end",
      mdtrt_cert_type: lacking("mdtrt_cert_type"),
    },
  },
  mdtrt_d: {
    by: "mdtrt_id",
    replace: {
      ...identity,
      endtime: late("endtime"),
      poolarea_no: careSide,
      mdtrt_cert_type: lacking("mdtrt_cert_type"),
      dscg_maindiag_code: lacking("dscg_maindiag_code"),
      chfpdr_code: lacking("chfpdr_code"),
      tel: lacking("tel"),
    },
  },
  fee_list_d: {
    by: "setl_id",
    replace: {
      psn_no: identity.psn_no,
      poolarea_no: "case when noise = 'one_side' then care_area else poolarea_no end",
      prd_days: lacking("prd_days"),
      bilg_dr_code: lacking("bilg_dr_code"),
    },
  },
  // The place of care knows neither the funds' shares nor what the insured area kept of the diagnosis.
  setl_fund_detail: { by: "setl_id", replace: { psn_no: identity.psn_no }, without: "noise = 'one_side'" },
  setl_list_diag_d: {
    by: "setl_id",
    replace: { psn_no: identity.psn_no },
    without: "noise in ('one_side', 'missing_columns')",
  },
};

/**
 * Spoils the files of `generate --planted` for about a third of the stronger planted schemes, as records are spoilt in the world: discharges entered two
 * days late, sent by the place of care only, half of a person's visits under another certificate, credential, diagnosis, doctor and days of supply not
 * sent. `truth` gets a column `noise`. The same folder and seed give the same files.
 */
export async function spoil(folder: string, seed: number): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "2GB" });
  const connection = await instance.connect();
  try {
    const truth = path.join(folder, "truth");
    await connection.run(`set variable seed = '${Math.trunc(seed)}'`);
    await connection.run(`create view truth as from read_parquet(${quoted(path.join(truth, "truth*.parquet"))})`);
    await connection.run(
      `create view setl_d as select setl_id, mdtrt_id, medins_setl_id, psn_no, med_type from read_parquet(${quoted(path.join(folder, "setl_d*.parquet"))})`,
    );
    await connection.run(readFileSync(new URL("noise.sql", import.meta.url), "utf8"));
    await connection.run(`create table care as select setl_id, fix_blng_admdvs as care_area
      from read_parquet(${quoted(path.join(folder, "setl_d*.parquet"))}) semi join noised_record using (setl_id)`);
    for (const name of (await readdir(folder)).filter((each) => each.endsWith(".parquet"))) {
      const spoilt = tables[name.split(".")[0]!];
      if (spoilt) await rewrite(connection, path.join(folder, name), selectSpoilt(spoilt));
    }
    for (const name of await readdir(truth))
      await rewrite(
        connection,
        path.join(truth, name),
        (source) => `from ${source} left join noised using (scheme_no)`,
      );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const selectSpoilt =
  ({ by, replace, without }: Spoilt) =>
  (source: string) => {
    const columns = Object.entries(replace).map(([name, value]) => `${value} as ${name}`);
    // A stay settled twice has two records of one encounter: they share whatever meets it.
    const met = `(select ${by}, min(noise) as noise, bool_or(stay) as stay, bool_or(other_certificate) as other_certificate, min(care_area) as care_area
      from noised_record join care using (setl_id) group by 1)`;
    return `select written.* replace (${columns.join(", ")}) from ${source} as written left join ${met} as met using (${by})
      ${without ? `where not coalesce(${without}, false)` : ""}`;
  };

async function rewrite(connection: DuckDBConnection, file: string, select: (source: string) => string): Promise<void> {
  const made = `${file}.made`;
  await connection.run(
    `copy (${select(`read_parquet(${quoted(file)})`)}) to ${quoted(made)} (format parquet, compression zstd)`,
  );
  await rename(made, file);
}

const quoted = (text: string) => literal(text).text;
