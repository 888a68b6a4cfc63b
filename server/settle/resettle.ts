import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { ident, raw, type Sql, sql } from "../store/sql.ts";
import { answersOf, chainWording, otherwiseSplit, settleCleanYears, settleOnRecord } from "./chain.ts";
import { claimsWording, forgetClaims, gatherClaims } from "./claims.ts";

const files = [
  "macros",
  "compared",
  "questioned",
  "variants",
  "alternatives",
  "alternative-place",
  "explanations",
  "result",
  "systemic",
  "agreement",
] as const;
const text = Object.fromEntries(
  files.map((name) => [name, readFileSync(new URL(`differences/${name}.sql`, import.meta.url), "utf8")]),
) as Record<(typeof files)[number], string>;

/** Views over `resettlement`: differences that one change explains for a whole area, and how far payments agree with each policy. */
export const views = { resettlement_systemic: text.systemic, policy_agreement: text.agreement };

/**
 * Settles claims again, compares, and gives `write` the answers as a SELECT, a row per claim as README.md beside this file says. All claims, or whole persons: those
 * that a condition on `claim` names (text that begins with `and`), since a claim hangs on what its person's year held before it.
 */
export async function resettle(
  connection: DuckDBConnection,
  write: (rows: Sql) => Promise<void>,
  part = "",
): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  await gatherClaims(connection, part);
  await run(text.macros);
  const { forget } = await settleOnRecord(connection);
  await run(`create or replace temp table compared as
    select row_no, year_no, claim_id, cannot, difference_class, judged, fund_difference, broken, apart, line_apart from (${text.compared})`);
  await run(`create or replace temp table differing as select row_no, claim_id, line_apart > 0.05 as lines_differ from compared
    where difference_class in ('RS-LINE', 'RS-DEDC', 'RS-RATIO', 'RS-CAP', 'RS-LAYER') and apart > 0.05`);
  await explain(connection);
  await settleDifferingYears(connection);
  await write(raw(text.result));
  await forget();
  await forgetClaims(connection);
  for (const name of ["compared", "differing", "explanation", "in_clean_year"]) {
    await run(sql`drop table temp.${ident(name)}`);
  }
}

/** What the answers rest on beside the data: another wording means settling all claims again. */
export function resettlementWording(): string {
  return [claimsWording(), chainWording(), ...Object.values(text)].join("\n");
}

/** temp.explanation: under which changes what was paid would have been due; two changes at once only where no single one explains it. */
async function explain(connection: DuckDBConnection): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  await run("create or replace temp table explanation (row_no bigint, explanations varchar[], explaining varchar)");
  if ((await count(connection, "differing")) === 0) return;
  await run(sql`create or replace temp table other_split as
    ${otherwiseSplit("and claim_id in (select claim_id from differing where lines_differ)")}`);
  for (const kinds of ["1", "2"]) {
    const rows = (file: keyof typeof text) => raw(text[file].replaceAll("/*kinds*/", kinds));
    await run(sql`create or replace temp table questioned as ${rows("questioned")}`);
    if ((await count(connection, "questioned")) === 0) break;
    await run(sql`create or replace temp table variant as ${rows("variants")}`);
    await run(sql`create or replace temp table alternative as ${rows("alternatives")}`);
    await run(
      "create or replace temp table used_term as select distinct on (term) term, standards, bands from variant",
    );
    await run(sql`create or replace temp table tried as ${answersOf(rows("alternative-place"))}`);
    await run(sql`insert into explanation ${rows("explanations")}`);
  }
  for (const name of ["other_split", "questioned", "variant", "alternative", "tried"]) {
    await run(sql`drop table if exists temp.${ident(name)}`);
  }
}

/** temp.in_clean_year. A year in which everything paid was due is clean as it stands: only the others are settled a second time. */
async function settleDifferingYears(connection: DuckDBConnection): Promise<void> {
  await execute(
    connection,
    "create or replace temp table differing_year as select distinct year_no from compared where apart > 0 and cannot is null",
  );
  if ((await count(connection, "differing_year")) > 0)
    await settleCleanYears(connection, "in_clean_year", raw("year_no in (select year_no from differing_year)"));
  else await execute(connection, "create or replace temp table in_clean_year as from on_record limit 0");
  await execute(connection, "drop table temp.differing_year");
}

async function count(connection: DuckDBConnection, table: string): Promise<number> {
  return (
    await new Reader(connection, UNLIMITED).one<{ rows: number }>(
      sql`select count(*) as rows from temp.${ident(table)}`,
    )
  ).rows;
}
