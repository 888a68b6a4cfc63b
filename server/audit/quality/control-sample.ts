import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { literal, sql } from "../../store/sql.ts";
import type { strengths } from "../run/verdict-terms.ts";

/** The acts of drawing claims that no rule spoke about, and of judging one of them. */
export const CONTROL_DRAWN = "control.drawn";
export const CONTROL_JUDGED = "control.judged";

export const controlLabels = ["clean", "irregular", "doubtful"] as const;

/** Claims drawn at random, what they were drawn from, and the seed that draws them again. */
export interface ControlDraw extends Record<string, unknown> {
  seed: number;
  /** Claims that no open finding named when they were drawn. */
  unflagged: number;
  claims: string[];
}

/** What a person found of one of them. */
export interface ControlJudgement extends Record<string, unknown> {
  claim: string;
  label: (typeof controlLabels)[number];
  strength: (typeof strengths)[number];
  reason: string;
}

/** Claims at most that one draw takes. */
export const MOST_DRAWN = 1_000;

/** Draws claims of the principal's provinces that no open finding names and that were not drawn before. The same seed over the same data draws the same. */
export async function drawControl(
  reader: Reader,
  principal: Principal,
  { size, seed }: { size: number; seed: number },
): Promise<ControlDraw> {
  const unflagged = sql`(
    select claim_id from ${scoped(principal, "claim")}
    where claim_id not in (select unnest(claims) from finding where state = 'open') and visit)`;
  const { n } = await reader.one<{ n: number }>(sql`select count(*) as n from ${unflagged}`);
  const rows = await reader.rows<{ claim: string }>(sql`
    select claim_id as claim from ${unflagged} where claim_id not in (select claim_id from control_claim)
    order by hash(claim_id || ${String(seed)}::varchar), claim_id limit ${size}`);
  return { seed, unflagged: n, claims: rows.map(({ claim }) => claim) };
}

/** @throws request.not_found for a claim that was not drawn, or that the principal may not see */
export async function judgeable(
  reader: Reader,
  principal: Principal,
  judgement: ControlJudgement,
): Promise<ControlJudgement> {
  const [drawn] = await reader.rows(sql`
    select claim_id from control_claim semi join ${scoped(principal, "claim")} as claim using (claim_id) where claim_id = ${judgement.claim}`);
  if (!drawn) throw fail("request.not_found", { path: `control sample/${judgement.claim}` });
  return judgement;
}

/** The draws and judgements of a journal, and the tables that follow from them. */
export class ControlSamples {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (entry.act === CONTROL_DRAWN || entry.act === CONTROL_JUDGED) this.#entries.push(entry);
  }

  /** Makes the tables what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from control_claim");
    await connection.run("delete from control_verdict");
    for (const entry of this.#entries.splice(0)) await projectControl(connection, entry);
  }
}

/** Writes one act into its table. */
export async function projectControl(
  connection: DuckDBConnection,
  { seq, at, actor, act, data }: JournalEntry,
): Promise<void> {
  if (act === CONTROL_DRAWN) {
    const { seed, unflagged, claims } = data as ControlDraw;
    await execute(
      connection,
      sql`insert into control_claim by name select ${BigInt(seq)} as sample, unnest(from_json(${JSON.stringify(claims)}::varchar, ${literal('["VARCHAR"]')})) as claim_id,
        ${BigInt(seed)} as seed, ${BigInt(unflagged)} as unflagged, ${actor} as drawn_by, ${at}::timestamptz::timestamp as drawn_at`,
    );
    return;
  }
  const { claim, label, strength, reason } = data as ControlJudgement;
  await execute(
    connection,
    sql`insert into control_verdict by name select ${BigInt(seq)} as verdict, ${claim} as claim_id, ${label} as label, ${strength} as strength,
      ${reason} as reason, ${actor} as reviewer, ${at}::timestamptz::timestamp as given_at`,
  );
}
