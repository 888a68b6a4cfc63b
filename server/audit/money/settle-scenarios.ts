import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import { settleAsDue } from "../../settle/chain.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { funds } from "./funds.ts";
import { statement } from "./sql-files.ts";

/** Settlements that are settled at once. */
const AT_ONCE = 200_000;

const settled = funds.flatMap(({ fund, due }) => (due ? [{ fund, due }] : []));
const fundTexts = raw(settled.map(({ fund }) => `'${fund}'`).join(", "));

/**
 * Settles the years of temp.money_play, once for each content, each on a copy of its year, in parts. Makes temp.money_scenario, temp.money_taken and temp.money_due:
 * scenario, claim, fund, what would have been due; nothing of a settlement that cannot be judged.
 * @throws store.interrupted between two parts
 */
export async function settleScenarios(connection: DuckDBConnection, signal: AbortSignal): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  await run(
    `create or replace temp table money_scenario as
      select row_number() over (order by year_no, content) as scenario, year_no, content, any_value(taken) as taken, any_value(plain) as plain
      from temp.money_play group by year_no, content`,
  );
  await run(
    `create or replace temp table money_taken as
      select distinct scenario, each.claim_id, each.line_key from (select scenario, unnest(taken) as each from temp.money_scenario)`,
  );
  // Of a claim taken out wholly nothing is due, whatever else the year holds.
  await run(
    sql`create or replace temp table money_due as
      select scenario, claim_id, unnest([${fundTexts}]) as fund, 0::decimal(16, 2) as due
      from temp.money_taken semi join (from temp.money_scenario where plain) as plain using (scenario)`,
  );
  await run(
    sql`create or replace temp table money_part as
      select scenario, (sum(settlements) over (order by scenario) - settlements)::bigint // ${AT_ONCE} as part
      from temp.money_scenario join temp.money_year using (year_no) where not plain`,
  );
  const { parts } = await new Reader(connection, UNLIMITED).one<{ parts: number }>(
    raw("select coalesce(max(part) + 1, 0) as parts from temp.money_part"),
  );
  for (let part = 0; part < parts; part++) {
    if (signal.aborted) throw fail("store.interrupted");
    await settlePart(connection, part);
  }
  await run("drop table temp.money_part");
}

async function settlePart(connection: DuckDBConnection, part: number): Promise<void> {
  await execute(
    connection,
    sql`create or replace temp table money_copy as
      select scenario, year_no, claim_id, scenario || ' ' || claim_id as copied
      from temp.money_scenario semi join (from temp.money_part where part = ${BigInt(part)}) as part using (scenario)
      join (select year_no, claim_id from temp.money_year_claim) as claim using (year_no)`,
  );
  await execute(connection, sql`create or replace temp table settle_claim as ${statement("copied-claims")}`);
  await execute(connection, sql`create or replace temp view settle_line as ${statement("copied-lines")}`);
  await settleAsDue(connection, "money_settled");
  await execute(
    connection,
    sql`insert into temp.money_due
      select scenario, money_copy.claim_id, unnest([${fundTexts}]), unnest([${raw(settled.map(({ due }) => due).join(", "))}])
      from temp.money_settled as settled join temp.money_copy on copied = settled.claim_id where cannot is null`,
  );
  for (const made of ["view settle_line", "table settle_claim", "table money_settled", "table money_copy"])
    await execute(connection, `drop ${made.replace(" ", " temp.")}`);
}
