import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { settleCleanYears, settleOnRecord } from "../chain.ts";
import { fillTrials } from "./run.ts";
import type { Trial } from "./trial.ts";

/** What is said of one claim: as `resettlement` has it, and which of its steps are known to the fen. */
export interface Judged {
  claim_id: string;
  care_group: string;
  cannot: string | null;
  judged: "exact" | "interval" | "no";
  difference_class: string | null;
  /** Yuan, the largest of the differences. */
  apart: string;
  deductible_mode: string | null;
  deductible_known: boolean;
  basic_known: boolean;
  layers_known: boolean;
}

const text = (name: string) => readFileSync(new URL(`../differences/${name}.sql`, import.meta.url), "utf8");
const layers = ["serious", "large", "civil", "aid"].map((name) => `${name}_low = ${name}_high`).join(" and ");

/** Settles trials on the record and holds what was paid against what was due. */
export async function judgeTrials(
  connection: DuckDBConnection,
  trials: readonly Trial[],
  catalogue: Catalogue,
): Promise<Judged[]> {
  await fillTrials(connection, trials, catalogue);
  await execute(connection, text("macros"));
  await settleOnRecord(connection);
  return new Reader(connection, UNLIMITED).rows<Judged>(sql`
    select claim_id, care_group, cannot, judged, difference_class, apart::varchar as apart, deductible_mode,
      coalesce(deductible_low = deductible_high, false) as deductible_known, coalesce(basic_low = basic_high, false) as basic_known,
      coalesce(${raw(layers)}, false) as layers_known
    from (${raw(text("compared"))})`);
}

/** By person: what the funds should have paid in all the years of the trials judged last, in yuan; claims that cannot be judged left out. */
export async function cleanTotals(connection: DuckDBConnection): Promise<Map<string, string>> {
  await settleCleanYears(connection, "in_clean_year");
  const rows = await new Reader(connection, UNLIMITED).rows<{ person: string; fund: string }>(
    sql`select person_id as person, sum(fund_due)::varchar as fund from in_clean_year where cannot is null group by person_id`,
  );
  return new Map(rows.map(({ person, fund }) => [person, fund]));
}
