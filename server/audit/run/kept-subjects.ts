import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import type { ReadRule } from "../rule/rule-file.ts";

/** The act of the house by which joined members keep the name of their finding. */
export const SUBJECT_KEPT = "finding.subject_kept";

/** What the journal keeps of it. */
export interface KeptSubject {
  rule: string;
  subject: string;
  members: string[];
}

const naming = readFileSync(new URL("kept-subjects.sql", import.meta.url), "utf8");

/** Whether members that are joined over any number of links are one finding: a late record or a merge changes who is first among them. */
function joinsMembers({ find }: Pick<ReadRule, "find">): boolean {
  return (find.together as { result?: string } | undefined)?.result === "component";
}

/**
 * Gives the components in temp.audit_row the subjects they had when they were found before; temp.audit_named says which. A component is known by its members:
 * a late record that is dated earlier, a merge or a split leave it the same finding.
 */
export async function keepSubjects(
  connection: DuckDBConnection,
  rules: readonly Pick<ReadRule, "id" | "find">[],
): Promise<void> {
  const components = rules.filter(joinsMembers).map(({ id }) => id);
  await execute(
    connection,
    sql`create or replace temp table audit_component as select unnest(from_json(${JSON.stringify(components)}, '["VARCHAR"]')) as rule`,
  );
  await execute(connection, sql`create or replace temp table audit_named as ${raw(naming)}`);
  await execute(
    connection,
    raw(`update temp.audit_row set subject = named.subject from temp.audit_named as named
      where named.rule = audit_row.rule and named.part = audit_row.subject and named.part <> named.subject`),
  );
}

/** Notes in `kept_subject` which names only the past explains, in the transaction of the run: a rebuilt database could not tell them otherwise. */
export async function noteKeptSubjects(connection: DuckDBConnection): Promise<void> {
  await execute(
    connection,
    raw(`create or replace temp table audit_noted as
      select rule, subject, members from temp.audit_named as named where subject <> part and not exists (
        select 1 from kept_subject as kept where kept.rule = named.rule and kept.subject = named.subject
          and len(list_intersect(kept.members, named.members)) * 2 >= len(named.members))`),
  );
  await execute(
    connection,
    raw("delete from kept_subject where (rule, subject) in (select (rule, subject) from temp.audit_noted)"),
  );
  await execute(connection, raw("insert into kept_subject by name select * from temp.audit_noted"));
}

/** What a run left on its connection, in the order in which it may go. */
export const namingTables = ["audit_component", "audit_named", "audit_noted"];

/** Names that were noted and that the journal does not hold yet. */
export function unwrittenSubjects(connection: DuckDBConnection): Promise<KeptSubject[]> {
  return new Reader(connection).rows<KeptSubject>(
    raw("select rule, subject, members from kept_subject where act is null order by rule, subject"),
  );
}

/** The kept subjects of a journal, and the table `kept_subject` that follows from them. */
export class KeptSubjects {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (entry.act === SUBJECT_KEPT) this.#entries.push(entry);
  }

  /** Makes the table what the journal says, beside what a run noted and no entry holds yet. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from kept_subject where act is not null");
    for (const entry of this.#entries.splice(0)) await projectKeptSubject(connection, entry);
  }
}

/** Writes one kept subject into its table, in the place of what was said of it before. */
export async function projectKeptSubject(connection: DuckDBConnection, entry: JournalEntry): Promise<void> {
  const { rule, subject, members } = entry.data as unknown as KeptSubject;
  const named: Sql = sql`rule = ${rule} and subject = ${subject}`;
  await execute(connection, sql`delete from kept_subject where ${named}`);
  await execute(
    connection,
    sql`insert into kept_subject by name select ${rule} as rule, ${subject} as subject,
      from_json(${JSON.stringify(members)}, '["VARCHAR"]') as members, ${BigInt(entry.seq)} as act`,
  );
}
