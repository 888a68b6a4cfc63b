import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, raw, sql } from "../../store/sql.ts";
import { evidencePatch, parametersOf } from "./evidence.ts";
import { createOutcomes, gatherFound } from "./found.ts";
import { namingTables } from "./kept-subjects.ts";
import type { Outcome } from "./outcome.ts";

const evidence = ["version", "rule_hash", "parameters", "evidence_hash", "claims", "lines", "shown", "lead"];
const historyColumns = ["finding", "run", "state", "closed_reason", ...evidence];
const findingColumns = [
  ...[
    "finding",
    "rule",
    "subject",
    "state",
    "closed_reason",
    ...evidence,
    "owners",
    "person_id",
    "institution_code",
    "insured_area",
  ],
  ...["care_area", "insured_province", "care_province", "day", "act_end", "first_run", "last_run"],
];
/** Temporary tables of a run, in the order in which they may go. */
const temporary = [
  "audit_row",
  "audit_scope",
  "audit_outcome",
  "audit_found",
  "audit_place",
  "audit_next",
  ...namingTables,
];

/** How the findings of a rule changed. */
export interface Changes {
  rule: string;
  opened: number;
  changed: number;
  closed: number;
}

/**
 * Writes what a run found into `finding`, `finding_place` and `finding_history`, in the caller's transaction, all rules at once.
 * @param known ids of all rule files whose findings may stay; findings of others are closed. Null where only some rules were asked for.
 */
export async function writeFindings(
  connection: DuckDBConnection,
  run: number,
  outcomes: readonly Outcome[],
  known: readonly string[] | null,
): Promise<Map<string, Changes>> {
  await stageOutcomes(connection, run, outcomes, known);
  await gatherFound(connection);
  await execute(connection, sql`create or replace temp table audit_next as ${raw(text("next"))}`);
  const taken = raw("select finding from temp.audit_next where act = 'take'");
  await execute(connection, sql`delete from finding_place where finding in (${taken})`);
  await execute(
    connection,
    sql`insert into finding_place by name select * from temp.audit_place where finding in (${taken})
      order by finding, insured_city, care_city`,
  );
  await execute(
    connection,
    sql`delete from finding where finding in (select finding from temp.audit_next where act <> 'keep')`,
  );
  await execute(
    connection,
    sql`insert into finding by name select ${names(findingColumns)} from temp.audit_next where act <> 'keep' order by rule, subject`,
  );
  await execute(
    connection,
    sql`insert into finding_history by name select ${names(historyColumns)} from temp.audit_next where told order by rule, subject`,
  );
  const rows = await new Reader(connection, UNLIMITED).rows<Changes>(sql`
    select rule, count(*) filter (where act = 'take' and (was_state is null or was_state <> state)) as opened,
      count(*) filter (where evidence_changed) as changed, count(*) filter (where act = 'close') as closed
    from temp.audit_next group by rule`);
  return new Map(rows.map((row) => [row.rule, row]));
}

/** Drops what a run left on its connection. */
export async function dropTemporary(connection: DuckDBConnection): Promise<void> {
  for (const table of temporary) await execute(connection, sql`drop table if exists temp.${ident(table)}`);
}

/** Rules whose findings are judged now: those that were run, and those that are no longer there. Failed ones are left out. */
async function stageOutcomes(
  connection: DuckDBConnection,
  run: number,
  outcomes: readonly Outcome[],
  known: readonly string[] | null,
): Promise<void> {
  await createOutcomes(connection);
  for (const { state, rule, reach } of outcomes) {
    if (state === "failed" || reach === "stands") continue;
    const { id, version, hash, status, compiled } = rule;
    const target = status === "active" ? "open" : "shadow";
    await execute(
      connection,
      sql`insert into temp.audit_outcome values (${join([id, state, target, version, hash, parametersOf(compiled.rule), evidencePatch(compiled.rule)])}, ${BigInt(run)}, ${reach === "part"})`,
    );
  }
  if (known === null) return;
  const there = known.length > 0 ? sql`rule not in (${join(known)})` : raw("true");
  await execute(
    connection,
    sql`insert into temp.audit_outcome by name
      select distinct rule, 'retired' as outcome, ${BigInt(run)} as run from finding where state <> 'closed' and ${there}`,
  );
}

const names = (columns: readonly string[]) => join(columns.map((name) => ident(name)));

function text(name: string): string {
  return readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8");
}
