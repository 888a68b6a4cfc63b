import type { DuckDBConnection } from "@duckdb/node-api";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import { literal, raw, type Sql, sql } from "../../store/sql.ts";

/** The act of taking in what an institution answered, a workbook at a time. */
export const INSTITUTION_ANSWERED = "institution.answered";

export const answers = ["accepted", "contested"] as const;
export type Answer = (typeof answers)[number];

/** What an institution says of one finding, and of which evidence. */
export interface AnsweredRow {
  finding: string;
  evidenceHash: string;
  answer: Answer;
  reason: string;
  /** Names of files that it refers to. */
  files: string[];
}

/** What the journal keeps of a workbook: the rows that said something new. */
export interface InstitutionAnswered extends Record<string, unknown> {
  institution: string;
  name: string;
  sha256: string;
  accepted: number;
  contested: number;
  rows: AnsweredRow[];
}

/** The answers of a journal, and the table `institution_answer` that follows from them. */
export class InstitutionAnswers {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (entry.act === INSTITUTION_ANSWERED) this.#entries.push(entry);
  }

  /** Makes the table what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from institution_answer");
    for (const entry of this.#entries.splice(0)) await projectAnswers(connection, entry);
  }
}

const shape = JSON.stringify([
  {
    ...{
      workbook: "BIGINT",
      institution_code: "VARCHAR",
      name: "VARCHAR",
      finding: "VARCHAR",
      evidence_hash: "VARCHAR",
    },
    ...{ answer: "VARCHAR", reason: "VARCHAR", files: ["VARCHAR"], recorded_by: "VARCHAR", recorded_at: "TIMESTAMPTZ" },
  },
]);

/** Writes the answers of a workbook into their table. */
export async function projectAnswers(
  connection: DuckDBConnection,
  { seq, at, actor, data }: JournalEntry,
): Promise<void> {
  const { institution, name, rows } = data as InstitutionAnswered;
  const kept = rows.map(({ evidenceHash, ...row }) => ({
    ...{ ...row, workbook: seq, institution_code: institution, name, evidence_hash: evidenceHash },
    ...{ recorded_by: actor, recorded_at: at },
  }));
  await execute(
    connection,
    sql`insert into institution_answer by name
      select unnest(from_json(${JSON.stringify(kept)}::varchar, ${literal(shape)}), max_depth := 2)`,
  );
}

/** The last answer to each finding on each evidence. */
export const lastAnswers: Sql = raw(`(
  from institution_answer semi join (
    select finding, evidence_hash, max(workbook) as workbook from institution_answer group by all
  ) as last using (finding, evidence_hash, workbook)
)`);
