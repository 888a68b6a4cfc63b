import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../errors.ts";
import { execute } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { ident, raw, type Sql, sql } from "../store/sql.ts";
import { addBatch } from "./copies.ts";

/** Tables of which an encounter's records are held back, to come in later. */
const encounterTables = ["settlement", "encounter", "fee_line", "diagnosis"] as const;

/** Takes `parts` × `settlements` stays out of the tables, with both sides' records, to be brought in part by part later. */
export async function holdBack(connection: DuckDBConnection, parts: number, settlements: number): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  await run(sql`create or replace temp table held_number as
    select sender_settlement_id, row_number() over (order by hash(sender_settlement_id)) % ${raw(String(parts))} as part
    from (select distinct sender_settlement_id from settlement where left(care_type, 2) = '21' and sender_settlement_id is not null)
    qualify row_number() over (order by hash(sender_settlement_id)) <= ${raw(String(parts * settlements))}`);
  // An encounter with interim settlements has several numbers: it comes in with one part, whole.
  await run(`create or replace temp table held_encounter_id as
    select encounter_id, min(part) as part from settlement join held_number using (sender_settlement_id) group by encounter_id`);
  for (const table of encounterTables) {
    await run(sql`create or replace table ${ident(`held_${table}`)} as
      select ${ident(table)}.*, part from ${ident(table)} join held_encounter_id using (encounter_id)`);
    await run(sql`delete from ${ident(table)} where encounter_id in (select encounter_id from held_encounter_id)`);
  }
  await run("checkpoint");
}

/** A part that was not brought in yet. @throws internal.unexpected where none is left */
export async function nextPart(connection: DuckDBConnection): Promise<number> {
  const { part } = await new Reader(connection).one<{ part: number | null }>(
    raw("select min(part) as part from held_settlement"),
  );
  if (part === null) throw fail("internal.unexpected", { reason: "no settlements are held back any more" });
  return part;
}

/** Brings one held part in, each table as a batch. */
export async function bringIn(connection: DuckDBConnection, part: number): Promise<void> {
  for (const table of encounterTables) {
    const batch = raw(String(await addBatch(connection, table)));
    await execute(
      connection,
      sql`insert into ${ident(table)} by name
        select * exclude (part) replace (${batch} as batch_from) from ${ident(`held_${table}`)} where part = ${raw(String(part))}`,
    );
    await execute(connection, sql`delete from ${ident(`held_${table}`)} where part = ${raw(String(part))}`);
  }
}

/** Corrects the settlements of one held part that was brought in, and their lines: a fen more each. */
export async function correct(connection: DuckDBConnection, part: number): Promise<void> {
  for (const [table, amount] of [
    ["settlement", "total_cost"],
    ["fee_line", "amount"],
  ] as const) {
    const batch = raw(String(await addBatch(connection, table)));
    const held = sql`(select encounter_id from held_encounter_id where part = ${raw(String(part))})`;
    await execute(
      connection,
      sql`create or replace temp table corrected as from ${ident(table)} where batch_to is null and encounter_id in ${held}`,
    );
    await execute(
      connection,
      sql`update ${ident(table)} set batch_to = ${batch} where batch_to is null and encounter_id in ${held}`,
    );
    await execute(
      connection,
      sql`insert into ${ident(table)} by name
        select * replace (${batch} as batch_from, ${ident(amount)} + 0.01 as ${ident(amount)}) from corrected`,
    );
  }
}
