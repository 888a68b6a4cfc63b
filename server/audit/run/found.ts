import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { regionLookup } from "../../facts/regions-lookup.ts";
import { execute } from "../../store/database.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";

/** Makes the empty temp.audit_row, into which statements of rules put what they find: `findingColumns` with their types. */
export async function createFoundRows(connection: DuckDBConnection): Promise<void> {
  await execute(
    connection,
    raw(`create or replace temp table audit_row (rule varchar, subject varchar, person_id varchar, institution_code varchar,
      insured_area varchar, care_area varchar, day date, claims varchar[], lines varchar[], "values" varchar, lead boolean, owner varchar)`),
  );
}

/** Makes the empty temp.audit_outcome: rules, with what takes values that are no evidence out of those they show (`patch`). */
export async function createOutcomes(connection: DuckDBConnection): Promise<void> {
  await execute(
    connection,
    raw(`create or replace temp table audit_outcome (rule varchar, outcome varchar, target varchar, version varchar, rule_hash varchar,
      parameters varchar, patch varchar, run bigint, part boolean default false)`),
  );
}

/** Gathers temp.audit_row into findings with their evidence, temp.audit_found, and the provinces they speak about, temp.audit_place. */
export async function gatherFound(connection: DuckDBConnection): Promise<void> {
  await execute(connection, sql`create or replace temp table audit_found as ${raw(text("found"))}`);
  await execute(connection, sql`create or replace temp table audit_place as ${places()}`);
}

function places(): Sql {
  const codes = raw(`(select distinct 'CN' as country, code from (
    select insured_area as code from temp.audit_found union all select care_area from temp.audit_found) where code is not null)`);
  const [before = "", after = ""] = text("places").split("REGIONS");
  return sql`${raw(before)}${regionLookup(codes)}${raw(after)}`;
}

function text(name: string): string {
  return readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8");
}
