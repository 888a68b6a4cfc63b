import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { PersonGroup, Scheme } from "../../../datasets/policies/policy-schema.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { literal, raw, sql } from "../../store/sql.ts";
import { claimsWording, forgetClaims, gatherClaims } from "../claims.ts";

/** A settlement as policies are read from it; money in fen, whole numbers. */
export interface Evidence {
  care_group: "inpatient" | "outpatient" | "chronic" | "pharmacy";
  /** YYYY-MM-DD. */
  benefit_day: string;
  person_group: PersonGroup;
  tier: string;
  /** HOME, RETURN (at home although filed elsewhere), a filing class, FLAGGED (an emergency by its flag alone). */
  filing: string;
  disease_code: string | null;
  in_scope: number;
  deductible_paid: number;
  /** The deductible the record names; null where it names none. */
  standard: number | null;
  basic_fund: number;
  /** What the record says the ceiling left before. */
  remaining_limit: number | null;
  /** First-pay beyond that of the lines; null where no lines tell. */
  extra_first_pay: number | null;
  /** Which admission of the year, by what is loaded and stated. */
  admission: number;
  /** One of several settlements of an encounter. */
  in_parts: boolean;
  transferred: boolean;
  institution_seen: boolean;
  /** Sums of the year before this settlement, of the same kind of care unless named otherwise. */
  encounter_deductible: number;
  care_in_scope: number;
  care_deductible: number;
  month_in_scope: number;
  quarter_in_scope: number;
  inpatient_fund: number;
  chronic_fund: number;
  outpatient_fund: number;
  inpatient_in_scope: number;
  chronic_in_scope: number;
  outpatient_in_scope: number;
  disease_fund: number;
  is_first_disease: boolean;
}

const text = readFileSync(new URL("evidence.sql", import.meta.url), "utf8");

/** Makes temp.evidence from the claims that a condition on `claim` names (text that begins with `and`); evidence.sql says what it holds. */
export async function gatherEvidence(connection: DuckDBConnection, part = ""): Promise<void> {
  await gatherClaims(connection, part);
  try {
    await makeEvidence(connection);
  } finally {
    await forgetClaims(connection);
  }
}

/** The same from temp.settle_claim and its like as they stand. */
export async function makeEvidence(connection: DuckDBConnection): Promise<void> {
  await execute(connection, "create or replace temp macro fen(yuan) as (yuan * 100)::bigint");
  await execute(
    connection,
    sql`create or replace temp table evidence as ${raw(text)} order by area, scheme, benefit_day, claim_id`,
  );
}

/** What evidence rests on beside the data. */
export const evidenceWording = (): string => [claimsWording(), text].join("\n");

/** A condition for `gatherEvidence`: the claims of one area and scheme. */
export const claimsOf = (area: string, scheme: Scheme) =>
  sql`and claim.insured_city = ${literal(area)} and claim.scheme = ${literal(scheme)}`.text;

/** The settlements of an area and scheme in temp.evidence, by day. */
export function evidenceOf(connection: DuckDBConnection, area: string, scheme: Scheme): Promise<Evidence[]> {
  return new Reader(connection, UNLIMITED).rows<Evidence>(
    sql`select * exclude (claim_id, area, scheme) from temp.evidence where area = ${area} and scheme = ${scheme}`,
  );
}
