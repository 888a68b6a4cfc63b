import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { wholeFindings } from "./scoped-findings.ts";

/** The act of judging a finding. */
export const VERDICT_GIVEN = "verdict.given";
export const labels = ["confirmed", "dismissed", "doubtful"] as const;
/** What a verdict rests on: a visit, papers called for, or a look at the record. */
export const strengths = ["field", "documents", "desk"] as const;

/** What a person says of a finding, and of which evidence. */
export interface Judgement {
  finding: string;
  evidenceHash: string;
  label: (typeof labels)[number];
  strength: (typeof strengths)[number];
  reason: string;
}

/** What stood in the finding: kept with the verdict, so that a lost database can still say what changed since. */
interface Evidence {
  rule: string;
  subject: string;
  version: string;
  ruleHash: string;
  parameters: string;
  claims: string[];
  lines: string[];
  shown: string[];
}

/** What the journal keeps of a verdict. */
export type Verdict = Judgement & Evidence;

/**
 * A verdict with the evidence it judges.
 * @throws finding.not_found where the principal may not see it, finding.evidence_changed where the evidence is no longer that
 */
export async function verdictOn(reader: Reader, principal: Principal, judgement: Judgement): Promise<Verdict> {
  const [found] = await reader.rows<Evidence & { evidenceHash: string }>(sql`
    select rule, subject, version, rule_hash as "ruleHash", parameters, claims, lines, shown, evidence_hash as "evidenceHash"
    from ${wholeFindings(principal)} as found where finding = ${judgement.finding}`);
  if (!found) throw fail("finding.not_found", { finding: judgement.finding });
  const { evidenceHash, ...evidence } = found;
  if (evidenceHash !== judgement.evidenceHash) throw fail("finding.evidence_changed", { finding: judgement.finding });
  return { ...judgement, ...evidence };
}

/** The verdicts of a journal, and the table `verdict` that follows from them. */
export class Verdicts {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (entry.act === VERDICT_GIVEN) this.#entries.push(entry);
  }

  /** Makes the table what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from verdict");
    const entries = this.#entries.splice(0);
    if (entries.length > 0) await projectVerdicts(connection, entries);
  }
}

const shape = raw(
  `'${JSON.stringify([
    {
      ...{
        verdict: "BIGINT",
        finding: "VARCHAR",
        rule: "VARCHAR",
        subject: "VARCHAR",
        label: "VARCHAR",
        strength: "VARCHAR",
      },
      ...{ reason: "VARCHAR", reviewer: "VARCHAR", given_at: "TIMESTAMPTZ", version: "VARCHAR", rule_hash: "VARCHAR" },
      ...{
        parameters: "VARCHAR",
        evidence_hash: "VARCHAR",
        claims: "VARCHAR[]",
        lines: "VARCHAR[]",
        shown: "VARCHAR[]",
      },
    },
  ])}'`,
);

/** Writes verdicts into their table. */
export async function projectVerdicts(connection: DuckDBConnection, entries: readonly JournalEntry[]): Promise<void> {
  const rows = entries.map(({ seq, at, actor, data }) => {
    const { evidenceHash, ruleHash, ...rest } = data as unknown as Verdict;
    return { ...rest, verdict: seq, reviewer: actor, given_at: at, evidence_hash: evidenceHash, rule_hash: ruleHash };
  });
  await execute(
    connection,
    sql`insert into verdict by name select unnest(from_json(${JSON.stringify(rows)}::varchar, ${shape}), max_depth := 2)`,
  );
}
