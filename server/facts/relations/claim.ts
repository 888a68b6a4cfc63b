import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import {
  claimSteps,
  type Extent,
  filingCandidates,
  type Step,
  settlementRows,
  specialItems,
  withSteps,
  wordingOf,
} from "../claim/steps.ts";
import type { BatchRange, Fact } from "../fact.ts";

const changeColumns =
  "claim_id VARCHAR, visit_id VARCHAR, person_id UUID, institution_code VARCHAR, month DATE, scheme VARCHAR, insured_area VARCHAR, benefit_year VARCHAR, settlement_id VARCHAR, encounter_id VARCHAR, care_encounter_id VARCHAR";
const changed = raw(
  "claim_id, visit_id, person_id, institution_code, month, scheme, insured_area, benefit_year, settlement_id, encounter_id, care_encounter_id",
);
const linked = text("linked");
const touched = text("touched");

/**
 * `claim`: one row per settlement that counts, key claim_id, everything about it resolved: reversals netted in all three forms, the two
 * sides' copies paired, visit, places, person, filing, tier, diagnosis. Columns: `../claim/claim.sql`.
 * Beside it `claim_filing` (claim_id, filing_id: every filing that could cover a stay, with the reason) and `claim_note` (settlements
 * that count nothing, and why). Touched: encounters, with all that a reversal, a number or a likeness links to them.
 */
export default {
  name: "claim",
  after: ["person_resolution"],
  reads: [
    "settlement",
    "institution",
    "filing",
    "diagnosis",
    "encounter",
    "fee_line",
    "network_service",
    "entitlement",
    "region",
  ],
  publishes: { table: "changed_claim", columns: changeColumns },
  wording: () => [wordingOf(claimSteps()), linked, touched].join("\n"),
  async basis(connection) {
    const { hash } = await new Reader(connection).one<{ hash: string }>(
      sql`select coalesce(bit_xor(hash(region)), 0)::varchar as hash from region where batch_to is null`,
    );
    return hash;
  },
  async rebuild(connection) {
    await execute(connection, sql`create or replace temp view settlement_row as ${settlementRows()}`);
    await making(connection, {}, async (fact) => {
      await execute(connection, sql`create or replace table claim as ${fact}`);
      await execute(connection, sql`create or replace table claim_filing as ${stayFilings()}`);
      await execute(connection, sql`create or replace table claim_note as ${notes()}`);
    });
    await execute(connection, "drop view temp.settlement_row");
  },
  async refresh(connection, range) {
    await touchEncounters(connection, range);
    await execute(connection, await touchedRows(connection));
    await execute(
      connection,
      `create or replace temp table outdated_row as select claim.rowid as row_number from claim semi join
        (select concat_ws('|', insured_area, encounter_id, case when from_care then 'care' end) as visit_id from touched_encounter) as touched
        using (visit_id)`,
    );
    const outdated = "where rowid in (from outdated_row)"; // rows are wide: only the row groups that hold some are read
    await execute(connection, `create or replace temp table outdated_claim as select * from claim ${outdated}`);
    await execute(connection, `delete from claim ${outdated}`);
    await execute(connection, "delete from claim_filing where claim_id in (select claim_id from outdated_claim)");
    await execute(
      connection,
      `delete from claim_note using touched_encounter as touched where claim_note.insured_area = touched.insured_area
        and claim_note.encounter_id = touched.encounter_id and claim_note.from_care = touched.from_care`,
    );
    await making(connection, { part: true }, async (fact) => {
      await execute(connection, sql`create or replace temp table fresh_claim as ${fact}`);
      await execute(connection, "insert into claim from fresh_claim");
      await execute(connection, sql`insert into claim_filing ${stayFilings()}`);
      await execute(connection, sql`insert into claim_note ${notes()}`);
    });
    await execute(
      connection,
      sql`insert into changed_claim select ${changed} from outdated_claim union select ${changed} from fresh_claim`,
    );
    // outdated_claim and fresh_claim stay for the cubes, which take the difference of the two.
    for (const table of ["settlement_row", "touched_encounter", "outdated_row"]) {
      await execute(connection, sql`drop table temp.${ident(table)}`);
    }
  },
} satisfies Fact;

/**
 * The fact as one SELECT, as it was after a batch: the same steps, so that a figure of the past means what it means today.
 * Persons are taken as they are known now.
 */
export function claimRelation(extent: { asOf?: number } = {}): Sql {
  const row: Step = { name: "settlement_row", rows: settlementRows(extent.asOf), kept: false };
  return sql`(with ${withSteps([row], claimSteps(extent))} select * from claim)`;
}

/** Makes the kept steps over `settlement_row`, gives `work` the fact as a SELECT, and takes the steps away again. */
async function making(connection: DuckDBConnection, extent: Extent, work: (fact: Sql) => Promise<void>): Promise<void> {
  const steps = claimSteps(extent);
  const made: string[] = [];
  const fact = steps.at(-1)!.rows;
  for (const { name, rows, kept } of steps.slice(0, -1)) {
    const kind = raw(kept ? "table" : "view");
    await execute(connection, sql`create or replace temp ${kind} ${ident(name)} as ${rows}`);
    made.push(`${kind.text} temp.${name}`);
  }
  await work(fact);
  for (const each of made.reverse()) await execute(connection, `drop ${each}`);
}

/** Of stays, every filing that could cover them. */
function stayFilings(): Sql {
  return sql`with claimant as (select * from temp.claimant where inpatient), filing_of_stay as (${filingCandidates()})
    select concat_ws('|', insured_area, settlement_id, case when from_care then 'care' end) as claim_id,
      filing_id, filing_class, covers, reason
    from filing_of_stay join settlement_row using (row_no)`;
}

/** Settlements that count nothing (copies are named by the claim they copy), and those whose copy is uncertain. */
function notes(): Sql {
  return sql`select row.insured_area, from_care, encounter_id, settlement_id, reported_by, institution_code, reversed_settlement_id,
      coalesce(state, role) as state, coalesce(home.province, 'unknown') as insured_province, coalesce(away.province, 'unknown') as care_province,
      total_cost, fund_total, batch_from as batch_last
    from placed_row as row left join settlement_state using (row_no) left join pair using (row_no)
    left join region_of as home on home.country = row.country and home.code = row.insured_area
    left join region_of as away on away.country = row.country and away.code = row.care_code
    where coalesce(state, role) not in ('copy', 'master')`;
}

/** Touched encounters: those of the changed rows, those told by other tables, and all that links reach from them. */
async function touchEncounters(connection: DuckDBConnection, { fromBatch, toBatch }: BatchRange): Promise<void> {
  const run = (text: string) => execute(connection, text);
  const changedRows = `batch_from between ${fromBatch} and ${toBatch} or batch_to between ${fromBatch} and ${toBatch}`;
  await run(`create or replace temp view link_row as
    select insured_area, coalesce(reported_by, 'unknown') = 'care' as from_care, encounter_id, settlement_id, reversed_settlement_id,
      institution_code, sender_settlement_id, begin_date, end_date, total_cost
    from settlement where batch_to is null or ${changedRows}`);
  await execute(connection, sql`create or replace temp view special_item as ${specialItems()}`);
  await run(`create or replace temp table touched_encounter as
    select distinct insured_area, coalesce(reported_by, 'unknown') = 'care' as from_care, encounter_id from settlement where ${changedRows}
    union (${touched.replaceAll("$1", String(fromBatch)).replaceAll("$2", String(toBatch))})`);
  await run("create or replace temp table newly_touched as from touched_encounter");
  while ((await count(connection, "newly_touched")) > 0) {
    await run(`create or replace temp table newly_touched as
      (${linked}) except select insured_area, from_care, encounter_id from touched_encounter`);
    await run("insert into touched_encounter from newly_touched");
  }
  await run("drop table temp.newly_touched");
  await run("drop view temp.link_row");
  await run("drop view temp.special_item");
}

/**
 * Wide rows are dear to scan, keys are not: the batches of the touched rows are found first, and only those row groups are read
 * (rows stand in the order of their batches).
 */
async function touchedRows(connection: DuckDBConnection): Promise<Sql> {
  const result = await connection.runAndReadAll(`
    select distinct settlement.batch_from from settlement join touched_encounter as touched
      on settlement.insured_area = touched.insured_area and settlement.encounter_id = touched.encounter_id
    where settlement.batch_to is null`);
  const batches = result.getRows().map(([batch]) => raw(String(batch)));
  const near = batches.length > 0 ? sql`batch_from in (${join(batches)})` : raw("false");
  return sql`create or replace temp table settlement_row as
    select * from (${settlementRows(undefined, near)}) semi join touched_encounter using (insured_area, from_care, encounter_id)`;
}

async function count(connection: DuckDBConnection, table: string): Promise<number> {
  const { rows } = await new Reader(connection, UNLIMITED).one<{ rows: number }>(
    sql`select count(*) as rows from ${ident(table)}`,
  );
  return rows;
}

function text(name: string): string {
  return readFileSync(new URL(`../claim/${name}.sql`, import.meta.url), "utf8");
}
