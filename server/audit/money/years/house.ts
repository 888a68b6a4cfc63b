import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalogue } from "../../../../datasets/catalogue/catalogue.ts";
import { settleOnRecord } from "../../../settle/chain.ts";
import { lineShape } from "../../../settle/years/claim-rows.ts";
import { fillTrials } from "../../../settle/years/run.ts";
import type { Trial } from "../../../settle/years/trial.ts";
import { execute } from "../../../store/database.ts";
import { createTable } from "../../../store/ddl.ts";
import { loadDictionary } from "../../../store/dictionary.ts";
import { ident, literal, raw, type Sql, sql } from "../../../store/sql.ts";
import type { Accused } from "./implicated.ts";

const differences = (name: string) =>
  readFileSync(new URL(`../../../settle/differences/${name}.sql`, import.meta.url), "utf8");
const shape = { ...lineShape, line_no: "VARCHAR" };
const lineKey = ["insured_area", "institution_code", "encounter_id", "line_no", "reporter"] as const;

/** Makes the facts and findings that money is counted from, of trials, and empty tables of money. */
export async function fillHouse(
  connection: DuckDBConnection,
  accused: readonly Accused[],
  catalogue: Catalogue,
): Promise<void> {
  await refillHouse(connection, accused, catalogue);
  for (const name of ["finding_cost", "finding_money"]) {
    await execute(connection, sql`drop table if exists ${ident(name)}`);
    await execute(connection, createTable(loadDictionary().table(name)));
  }
}

/** `claim`, `line`, `resettlement` and `finding` of other trials; money stands as it was counted. */
export async function refillHouse(
  connection: DuckDBConnection,
  accused: readonly Accused[],
  catalogue: Catalogue,
): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  const trials = accused.map(({ trial }) => trial);
  await fillTrials(connection, trials, catalogue);
  await run("create or replace table trial_settle as from settle_claim");
  await run(
    `create or replace table claim as
      select * exclude (other_funds), other_funds as other_fund, 0::decimal(16, 2) as enterprise_fund, 0::decimal(16, 2) as disability_fund from settle_claim`,
  );
  await run(sql`create or replace table line as from ${rowsOf(shape, trials.flatMap(numberedLines))}`);
  for (const column of lineKey)
    if (column !== "line_no") await run(sql`alter table line add column ${ident(column)} varchar default ''`);
  await run("update line set encounter_id = claim_id");
  await fillResettlement(connection);
  for (const table of ["settle_claim", "settle_line", "trial_claim"]) await run(sql`drop table temp.${ident(table)}`);
  await run("create or replace table resettled_under (kind varchar)");
  await putFindings(connection, accused);
}

/** As `gather` of `writeMoney`: the trials' own claims. */
export async function gatherTrials(connection: DuckDBConnection): Promise<() => Promise<void>> {
  await execute(
    connection,
    "create or replace temp table settle_claim as from trial_settle semi join temp.money_person using (person_id)",
  );
  return () => execute(connection, "drop table temp.settle_claim");
}

/** Puts the findings of trials in the place of those that stand. */
async function putFindings(connection: DuckDBConnection, accused: readonly Accused[]): Promise<void> {
  const rows = accused.flatMap(({ findings }) =>
    findings.map(({ finding, rule, standing, claims }) => ({
      finding,
      rule,
      state: standing === "shadow" ? "shadow" : "open",
      lead: standing === "lead",
      claims: [...claims.keys()],
      lines: [...claims].flatMap(([claim, taken]) => (taken === "all" ? [] : [...taken].map((i) => keyOf(claim, i)))),
    })),
  );
  const given = {
    finding: "VARCHAR",
    rule: "VARCHAR",
    state: "VARCHAR",
    lead: "BOOLEAN",
    claims: ["VARCHAR"],
    lines: ["VARCHAR"],
  };
  await execute(connection, sql`create or replace table finding as from ${rowsOf(given, rows)}`);
}

async function fillResettlement(connection: DuckDBConnection): Promise<void> {
  await execute(connection, differences("macros"));
  const { forget } = await settleOnRecord(connection);
  await execute(
    connection,
    sql`create or replace table resettlement as
      select claim_id, person_id, insured_city, scheme, benefit_year, judged, false as policy_defect, s1, basic_due, serious_due, large_due, civil_due, aid_due
      from (${raw(differences("compared"))})`,
  );
  await forget();
}

const numberedLines = ({ person }: Trial) =>
  person.settlements.flatMap(({ claim_id, lines }) =>
    lines.map((each, i) => ({ ...each, claim_id, line_no: String(i) })),
  );

/** The key of a line, as findings name it. */
const keyOf = (claim_id: string, i: number) => ["", "", claim_id, String(i), ""].join("|");

const rowsOf = (columns: Record<string, unknown>, rows: readonly unknown[]): Sql =>
  sql`(select unnest(from_json(${JSON.stringify(rows)}::varchar, ${literal(JSON.stringify([columns]))}), max_depth := 2))`;
