import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { readPolicy } from "../../../datasets/policies/policies.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, literal, raw, type Sql, sql } from "../../store/sql.ts";
import { settleCleanYears, settleOnRecord } from "../chain.ts";
import { loadCharges } from "../policies/charges.ts";
import { loadTerms } from "../policies/terms.ts";
import type { HistoryKind } from "../reference.ts";
import { claimRows, claimShape, lineRows, lineShape } from "./claim-rows.ts";
import { policyYaml } from "./policy-yaml.ts";
import type { Trial } from "./trial.ts";

/** Columns of `settled` on which oracle and chain must agree, as text. */
export const compared = [
  "cannot",
  "s1",
  "full_self_pay_due",
  "over_limit_due",
  "extra_first_pay",
  "first_pay_due",
  "in_scope_due",
  "admission_no",
  "deductible_standard_due",
  "deductible_due",
  "calculated",
  "cap_left",
  "over_cap",
  "basic_due",
  "serious_due",
  "large_due",
  "civil_due",
  "aid_due",
  "fund_due",
  "personal_due",
] as const;
export type Compared = (typeof compared)[number];
/** By claim: what the chain says, null where it says nothing. */
export type Settled = Map<string, Record<Compared, string | null>>;

/** Settles all trials by the chain: one filling, one run a history. No two trials may share an area and scheme unless they share the policy. */
export async function settleTrials(
  connection: DuckDBConnection,
  trials: readonly Trial[],
  catalogue: Catalogue,
): Promise<Record<HistoryKind, Settled>> {
  await fillTrials(connection, trials, catalogue);
  const { forget } = await settleOnRecord(connection);
  const record = await settledOf(connection, "on_record");
  await settleCleanYears(connection, "in_clean_year");
  await forget();
  return { record, clean: await settledOf(connection, "in_clean_year") };
}

/** Makes every table the chain reads, on any connection. */
export async function fillTrials(
  connection: DuckDBConnection,
  trials: readonly Trial[],
  catalogue: Catalogue,
): Promise<void> {
  await loadCharges(connection, catalogue);
  const policies = new Map(trials.map(({ policy }) => [`areas/${policy.area}-${policy.scheme}.yaml`, policy]));
  await loadTerms(
    connection,
    [...policies].map(([file, policy]) => readPolicy(policyYaml(policy), file)),
  );
  await execute(
    connection,
    sql`create or replace temp table trial_claim as from ${rowsOf(claimShape, trials.flatMap(claimRows))}`,
  );
  await execute(
    connection,
    sql`create or replace temp table settle_claim as
      select claim.* exclude (term_disease, term_group, term_tier, term_filing), term
      from trial_claim as claim left join policy_term as term on term.policy_id = claim.policy_id and term.care_group = claim.care_group
        and term.disease = term_disease and term.person_group = term_group and term.tier = term_tier and term.filing = term_filing`,
  );
  await execute(
    connection,
    sql`create or replace temp table settle_line as from ${rowsOf(lineShape, trials.flatMap(lineRows))}`,
  );
}

const rowsOf = (shape: Record<string, string>, rows: readonly unknown[]): Sql =>
  sql`(select unnest(from_json(${JSON.stringify(rows)}::varchar, ${literal(JSON.stringify([shape]))}), max_depth := 2))`;

async function settledOf(connection: DuckDBConnection, table: string): Promise<Settled> {
  const columns = compared.map((name) => `${name}::varchar as ${name}`).join(", ");
  const rows = await new Reader(connection, UNLIMITED).rows<Record<Compared | "claim_id", string | null>>(
    sql`select claim_id, ${raw(columns)} from ${ident(table)}`,
  );
  return new Map(rows.map(({ claim_id, ...row }) => [claim_id!, row]));
}
