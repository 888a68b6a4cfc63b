import type { DuckDBConnection } from "@duckdb/node-api";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import { literal, sql } from "../../store/sql.ts";
import type { Stage } from "./path.ts";

/** The act of moving a correction notice along its path. */
export const CORRECTION_MOVED = "correction.moved";

/** What the journal keeps of a step: which evidence it was about, and how much was over- and underpaid by it, in yuan. */
export interface MovedCorrection extends Record<string, unknown> {
  finding: string;
  rule: string;
  evidenceHash: string;
  from: Stage;
  to: Stage;
  amount: string | null;
  over: string | null;
  under: string | null;
  reason: string;
}

/** The steps of a journal, and the table `correction` that follows from them. */
export class CorrectionSteps {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (entry.act === CORRECTION_MOVED) this.#entries.push(entry);
  }

  /** Makes the table what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from correction");
    await projectSteps(connection, this.#entries.splice(0));
  }
}

const shape = JSON.stringify([
  {
    ...{ step: "BIGINT", finding: "VARCHAR", rule: "VARCHAR", evidence_hash: "VARCHAR", from_stage: "VARCHAR" },
    ...{ to_stage: "VARCHAR", amount: "DECIMAL(16,2)", overpaid: "DECIMAL(16,2)", underpaid: "DECIMAL(16,2)" },
    ...{ reason: "VARCHAR", handled_by: "VARCHAR", handled_at: "TIMESTAMPTZ" },
  },
]);

/** Writes steps into their table. */
export async function projectSteps(connection: DuckDBConnection, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ seq, at, actor, data }) => {
    const { evidenceHash, from, to, over, under, ...rest } = data as MovedCorrection;
    return {
      ...{ ...rest, step: seq, evidence_hash: evidenceHash, from_stage: from, to_stage: to },
      ...{ overpaid: over, underpaid: under, handled_by: actor, handled_at: at },
    };
  });
  await execute(
    connection,
    sql`insert into correction by name
      select unnest(from_json(${JSON.stringify(rows)}::varchar, ${literal(shape)}), max_depth := 2)`,
  );
}
