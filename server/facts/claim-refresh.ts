import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { execute, transaction } from "../store/database.ts";
import { join, raw, Sql, sql } from "../store/sql.ts";
import {
  claimNotes,
  claimRegions,
  claimRelation,
  claimWording,
  currentSettlements,
  judgedSettlements,
} from "./claim.ts";
import { additive, cubes, rebuildCubes, refreshCubes } from "./cubes.ts";
import { readFactState, writeFactState } from "./state.ts";

const FACT = "claim";
const regions = raw("temp.region_of_code");
const touchedText = readFileSync(new URL("claim-touched.sql", import.meta.url), "utf8");

/** Batches from … to, both included. */
export interface BatchRange {
  fromBatch: number;
  toBatch: number;
}

export interface Refreshed {
  mode: "current" | "incremental" | "full";
  encounters: number;
  builtTo: number;
}

/** Creates the tables of the fact where they are absent; empty until the first refresh. Call it when the store opens. */
export async function createClaims(connection: DuckDBConnection): Promise<void> {
  if (await readFactState(connection, FACT)) return;
  await rebuildClaims(connection, 0);
}

/**
 * Brings the fact up to the last stored batch: after a load, and at the start, where a crash may have fallen between the
 * commit of a batch and its refresh. Builds everything anew where the wording of the fact or the regions changed.
 */
export async function catchUpClaims(connection: DuckDBConnection): Promise<Refreshed> {
  await createClaims(connection);
  const last = Number(
    await value(
      connection,
      `select coalesce(max(batch), 0) from (
        select greatest(max(batch_from), max(batch_to)) as batch from settlement
        union all select greatest(max(batch_from), max(batch_to)) from institution)`,
    ),
  );
  return refreshClaims(connection, { fromBatch: last + 1, toBatch: last });
}

/** Builds the fact, its notes and its cubes from all current settlements. */
export async function rebuildClaims(connection: DuckDBConnection, builtTo: number): Promise<Refreshed> {
  const basis = await basisOf(connection);
  return transaction(connection, async () => {
    await execute(connection, sql`create or replace temp table region_of_code as from ${claimRegions()}`);
    await execute(connection, sql`create or replace table claim as from ${claimRelation({ regions })}`);
    await execute(connection, sql`create or replace table claim_note as from ${claimNotes()}`);
    await rebuildCubes(connection);
    await writeFactState(connection, FACT, { builtTo, basis });
    return { mode: "full", encounters: Number(await value(connection, "select count(*) from claim")), builtTo };
  });
}

/**
 * Recomputes the encounters that batches of the range may have changed, and the cubes of their months, old and new.
 * Batches before the range that were never built are caught up with it. Afterwards the tables equal those of
 * `rebuildClaims`, which it calls where the basis of the fact has changed. One transaction; nothing changes where it fails.
 */
export async function refreshClaims(connection: DuckDBConnection, range: BatchRange): Promise<Refreshed> {
  const basis = await basisOf(connection);
  const state = await readFactState(connection, FACT);
  const builtTo = state?.builtTo ?? 0;
  const toBatch = Math.max(range.toBatch, builtTo);
  const fromBatch = Math.min(range.fromBatch, builtTo + 1);
  if (builtTo === 0 || state?.basis !== basis) return rebuildClaims(connection, toBatch);
  if (fromBatch > toBatch) return { mode: "current", encounters: 0, builtTo };
  return transaction(connection, async () => {
    const run = (text: string, values: DuckDBValue[] = []) => execute(connection, new Sql(text, values));
    await run(`create or replace temp table touched_encounter as ${touchedText}`, [BigInt(fromBatch), BigInt(toBatch)]);
    await execute(connection, await touchedSettlements(connection));
    await run(`create or replace temp table outdated_claim as
      select claim.rowid as row_number, claim.month from claim join touched_encounter as touched
        on claim.insured_area = touched.insured_area and claim.encounter_id = touched.encounter_id
        and (claim.reported_by = 'care') = touched.from_care`);
    const part = raw("touched_settlement");
    await execute(
      connection,
      sql`create or replace temp table judged_settlement as from ${judgedSettlements({ part })}`,
    );
    const settled = raw("judged_settlement");
    await execute(connection, sql`create or replace temp table region_of_code as from ${claimRegions({ part })}`);
    await execute(
      connection,
      sql`create or replace temp table fresh_claim as from ${claimRelation({ settled, regions })}`,
    );
    await run("delete from claim where rowid in (select row_number from outdated_claim)");
    await run("insert into claim from fresh_claim");
    await run(`delete from claim_note using touched_encounter as touched
      where claim_note.insured_area = touched.insured_area and claim_note.encounter_id = touched.encounter_id
        and claim_note.from_care = touched.from_care`);
    await execute(connection, sql`insert into claim_note from ${claimNotes({ settled })}`);
    const months = raw(
      "(select distinct month from (select month from outdated_claim union select month from fresh_claim))",
    );
    await refreshCubes(connection, months);
    await writeFactState(connection, FACT, { builtTo: toBatch, basis });
    const encounters = Number(await value(connection, "select count(*) from touched_encounter"));
    for (const table of [
      "touched_encounter",
      "touched_settlement",
      "judged_settlement",
      "outdated_claim",
      "fresh_claim",
    ]) {
      await run(`drop table temp.${table}`);
    }
    return { mode: "incremental", encounters, builtTo: toBatch };
  });
}

/**
 * Wide rows are dear to scan, keys are not: the batches of the touched rows are found first, and only those row groups are read
 * (rows stand in the order of their batches).
 */
async function touchedSettlements(connection: DuckDBConnection): Promise<Sql> {
  const result = await connection.runAndReadAll(`
    select distinct settlement.batch_from from settlement join touched_encounter as touched
      on settlement.insured_area = touched.insured_area and settlement.encounter_id = touched.encounter_id
    where settlement.batch_to is null`);
  const batches = result.getRows().map(([batch]) => batch as bigint);
  const near = batches.length > 0 ? sql`batch_from in (${join(batches)})` : raw("false");
  return sql`create or replace temp table touched_settlement as
    from (select * from (${currentSettlements()}) where ${near})
    semi join touched_encounter using (insured_area, from_care, encounter_id)`;
}

/** What the stored fact rests on beside the settlements: its own wording, its cubes, the regions. */
async function basisOf(connection: DuckDBConnection): Promise<string> {
  const regions = await value(connection, "select bit_xor(hash(region)) from region");
  const parts = [claimWording(), JSON.stringify({ additive, cubes }), String(regions)];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}

async function value(connection: DuckDBConnection, text: string): Promise<DuckDBValue> {
  const result = await connection.runAndReadAll(text);
  return result.getRows()[0]?.[0] ?? null;
}
