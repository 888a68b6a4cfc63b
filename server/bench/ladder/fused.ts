import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { checkRules, problemText } from "../../audit/check-rules.ts";
import { describeRelations } from "../../audit/describe-relations.ts";
import { type PlanStep, planRules } from "../../audit/plan.ts";
import { fail } from "../../errors.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import { ladderRules, ruleSource } from "./rules.ts";

/** How many rules are planned together. */
export const counts = [12, 50, 100, 200] as const;

export const byHand = raw(readFileSync(new URL("by-hand.sql", import.meta.url), "utf8"));
/** A pass over what the rules read, without a rule. */
export const rawScan =
  raw(`select count(*), count(distinct filing_class), sum(fund_total), max(visit_begin - begin_date), count(third_party), min(main_diagnosis), max(nights),
  count(*) filter (where emergency and visit and care_group = 'inpatient' and care_scope <> route) from claim`);

/** The plan of so many rules over claims: one scan. Registers they look up in are made on the connection. */
export async function planned(connection: DuckDBConnection, count: number): Promise<PlanStep> {
  const relations = await describeRelations(connection);
  const { rules, problems } = await checkRules(ladderRules(count).map(ruleSource), relations);
  if (problems.length > 0) throw fail("internal.unexpected", { reason: problemText(problems[0]!) });
  const { registers, steps } = planRules(rules, relations);
  for (const register of registers) await execute(connection, register);
  const [step, ...others] = steps as [PlanStep, ...PlanStep[]];
  if (others.length > 0)
    throw fail("internal.unexpected", { reason: `${count} rules over claims are ${steps.length} scans` });
  return step;
}

/** Runs a query of findings into a temporary table. */
export function into(connection: DuckDBConnection, table: string, findings: Sql): Promise<void> {
  return execute(connection, sql`create or replace temp table ${ident(table)} as ${findings}`);
}

/** @throws internal.unexpected where two tables of findings are not the same, row for row */
export async function sameFindings(connection: DuckDBConnection, one: string, other: string): Promise<number> {
  const columns = raw(
    'rule, subject, person_id, institution_code, insured_area, care_area, day, claims, lines, "values", lead',
  );
  const { rows, apart } = await new Reader(connection, UNLIMITED).one<{ rows: number; apart: number }>(sql`
    select (select count(*) from ${ident(one)}) as rows, count(*) as apart from (
      (select ${columns} from ${ident(one)} except all select ${columns} from ${ident(other)})
      union all (select ${columns} from ${ident(other)} except all select ${columns} from ${ident(one)}))`);
  if (apart > 0 || rows === 0)
    throw fail("internal.unexpected", { reason: `${apart} findings of ${rows} differ between ${one} and ${other}` });
  return rows;
}
