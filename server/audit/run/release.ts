import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";

/** The act that lets out what a held rule found. */
export const RULE_RELEASED = "rule.released";

/** What the journal keeps of a release: the share that a person takes for right, of one content of the rule. */
export interface Release extends Record<string, unknown> {
  rule: string;
  ruleHash: string;
  lookedAt: number;
  found: number;
}

/** What is to be released of a rule. @throws request.invalid where its last run was not held */
export async function releasable(reader: Reader, rule: string): Promise<Release> {
  const [last] = await reader.rows<Release & { state: string }>(sql`
    select rule, rule_hash as "ruleHash", looked_at as "lookedAt", found, state
    from audit_run_rule where rule = ${rule} order by run desc limit 1`);
  if (last?.state !== "held")
    throw fail("request.invalid", { where: "--release", expected: "a rule whose last run was held", got: rule });
  const { state: _, ...release } = last;
  return release;
}

/** The releases of a journal, and the table `breaker_release` that follows from them. */
export class Releases {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (entry.act === RULE_RELEASED) this.#entries.push(entry);
  }

  /** Makes the table what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await connection.run("delete from breaker_release");
    for (const entry of this.#entries.splice(0)) await projectRelease(connection, entry);
  }
}

/** Writes one release into its table. */
export async function projectRelease(connection: DuckDBConnection, entry: JournalEntry): Promise<void> {
  const { rule, ruleHash, lookedAt, found } = entry.data as Release;
  await execute(
    connection,
    sql`insert into breaker_release by name select ${BigInt(entry.seq)} as release, ${rule} as rule, ${ruleHash} as rule_hash,
      ${BigInt(lookedAt)} as looked_at, ${BigInt(found)} as found, ${entry.actor} as released_by,
      ${entry.at}::timestamptz::timestamp as released_at`,
  );
}
