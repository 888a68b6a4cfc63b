import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { filingCategories } from "../facts/claim/codes.ts";
import { takenBackAt } from "../facts/claim/taken-back.ts";
import { execute } from "../store/database.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";

/** Relations of S0, each beside the claims it speaks of, and those the chain starts from. */
const relations = [
  ["opening_balance", "s00-openings"],
  ["stated_limit", "s00-limits"],
  ["declared_history", "s00-declared"],
  ["long_term_elsewhere", "s00-long-term"],
  ["settle_claim", "s00-claims"],
  ["settle_line", "s00-lines"],
] as const;
const codes = ["filing_category", "person_group", "aid_group"] as const;

/**
 * Makes temp.settle_claim and temp.settle_line from the facts: of all claims, or of those a condition on `claim` names (text that begins with `and`).
 */
export async function gatherClaims(connection: DuckDBConnection, part = ""): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  await run(
    `create or replace temp macro benefit_year_of(day, begins) as (year(day) - (strftime(day, '%m-%d') < begins)::integer)::varchar`,
  );
  await run(sql`create or replace temp table filing_category as ${filingCategories()}`);
  await run(sql`create or replace temp table person_group as ${codeGroups("psn_type")}`);
  await run(sql`create or replace temp table aid_group as ${codeGroups("sp_psn_type")}`);
  for (const [name, file] of relations) {
    // Lines are many and read once.
    const kind = raw(name === "settle_line" ? "view" : "table");
    await run(sql`create or replace temp ${kind} ${ident(name)} as ${raw(text(file).replaceAll("/*part*/", part))}`);
  }
}

/** Takes away what `gatherClaims` made. */
export async function forgetClaims(connection: DuckDBConnection): Promise<void> {
  await execute(connection, "drop view temp.settle_line");
  const tables = relations.map(([name]) => name).filter((name) => name !== "settle_line");
  for (const name of [...tables, ...codes]) await execute(connection, sql`drop table temp.${ident(name)}`);
}

/** What settled claims rest on beside data and policies. */
export function claimsWording(): string {
  return [...relations.map(([, file]) => text(file)), codeGroups("psn_type").text, codeGroups("sp_psn_type").text].join(
    "\n",
  );
}

/** (code, person_group): the groups of a code table, as policies name them. */
function codeGroups(table: string): Sql {
  const rows = [...loadDictionary().codeTable(table).values].flatMap(([code, { group }]) =>
    group ? [sql`(${literal(code)}, ${literal(group)})`] : [],
  );
  return sql`select * from (values ${join(rows)}) as code_table (code, person_group)`;
}

function text(name: string): string {
  const sqlText = readFileSync(new URL(`steps/${name}.sql`, import.meta.url), "utf8");
  return sqlText.replaceAll("/*taken back*/", takenBackAt("filing.").text);
}
