import type { DuckDBConnection } from "@duckdb/node-api";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { type Life, livesOf } from "./life.ts";
import { RULE_SNOOZED, type RuleAct, ruleActs } from "./rule-acts.ts";

/** The acts on rules of a journal, and the tables that follow from them. */
export class RuleActs {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (ruleActs.some((act) => act === entry.act)) this.#entries.push(entry);
  }

  /** Makes the tables what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from rule_act");
    for (const entry of this.#entries.splice(0)) await insertAct(connection, entry);
    await projectSnoozes(connection);
  }
}

/** Writes one act into the tables. */
export async function projectRuleAct(connection: DuckDBConnection, entry: JournalEntry): Promise<void> {
  await insertAct(connection, entry);
  if (entry.act === RULE_SNOOZED) await projectSnoozes(connection);
}

async function insertAct(
  connection: DuckDBConnection,
  { seq, at, actor, act, data, hash }: JournalEntry,
): Promise<void> {
  const { rule, reason, ...details } = data as { rule: string; reason: string };
  await execute(
    connection,
    sql`insert into rule_act by name select ${BigInt(seq)} as act, ${act} as kind, ${rule} as rule, ${reason} as reason, ${actor} as done_by,
      ${at}::timestamptz::timestamp as done_at, ${JSON.stringify({ at, ...details })} as details, ${hash} as chain`,
  );
}

/** Acts by the hash of the last one, which says what all are: two houses with one hash have one journal. */
const known = new Map<string, ReadonlyMap<string, Life>>();
const KEPT = 8;

/** The lives of all rules that anybody acted on. */
export async function readLives(connection: DuckDBConnection): Promise<ReadonlyMap<string, Life>> {
  const reader = new Reader(connection);
  const [last] = await reader.rows<{ chain: string }>(raw("select chain from rule_act order by act desc limit 1"));
  if (!last) return new Map();
  const found = known.get(last.chain);
  if (found) return found;
  const lives = livesOf(await readActs(reader));
  known.set(last.chain, lives);
  for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
  return lives;
}

interface Row {
  act: number;
  kind: RuleAct["kind"];
  rule: string;
  reason: string;
  done_by: string;
  details: string;
}

async function readActs(reader: Reader): Promise<RuleAct[]> {
  const rows = await reader.rows<Row>(
    raw("select act, kind, rule, reason, done_by, details from rule_act order by act"),
  );
  return rows.map(
    ({ act, kind, rule, reason, done_by: by, details }) =>
      ({ ...JSON.parse(details), act, kind, rule, reason, by }) as RuleAct,
  );
}

async function projectSnoozes(connection: DuckDBConnection): Promise<void> {
  await connection.run("delete from rule_snooze");
  const lives = livesOf(await readActs(new Reader(connection)));
  for (const { rule, snoozes } of lives.values())
    for (const { snooze, institution, insured, care, until, reason, by, at } of snoozes)
      await execute(
        connection,
        sql`insert into rule_snooze by name select ${BigInt(snooze)} as snooze, ${rule} as rule, ${institution} as institution_code,
          ${insured} as insured_area, ${care} as care_area, ${until}::date as until_day, ${reason} as reason, ${by} as put_off_by,
          ${at}::timestamptz::timestamp as put_off_at`,
      );
}
