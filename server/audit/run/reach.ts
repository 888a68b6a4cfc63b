import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { raw } from "../../store/sql.ts";

/** How much of its rows a rule looked at: all, those of some owners, or none since nothing of them changed. */
export type Reach = "whole" | "part" | "stands";

/** What the last run of a rule left. */
export interface LastRun {
  basis: string;
  lookedAt: number;
  notApplicable: Record<string, number>;
  found: number;
}

/** What changed since an audit of all rules. */
export interface Unaudited {
  /** Facts were built anew, or nobody noted what changed. */
  everything: boolean;
  /** The first batch since. */
  since: number;
}

/** `everything` where no fact keeps what changed. */
export async function readUnaudited(connection: DuckDBConnection): Promise<Unaudited> {
  if (!(await isKept(connection))) return { everything: true, since: 0 };
  return new Reader(connection, UNLIMITED).one<Unaudited>(
    raw(`select count(*) filter (where kind = 'everything') > 0 as everything, coalesce(min(from_batch), 9007199254740991) as since
      from unaudited`),
  );
}

/**
 * The last runs that rules can be run on from: those since the last run of all rules, that one included, which were carried through. A rule that was not in it
 * misses what it took for audited.
 */
export async function lastRuns(connection: DuckDBConnection): Promise<Map<string, LastRun>> {
  const rows = await new Reader(connection, UNLIMITED).rows<
    Omit<LastRun, "notApplicable"> & { rule: string; notApplicable: string }
  >(
    raw(`select rule, basis, looked_at as "lookedAt", not_applicable as "notApplicable", found
      from (
        select * from audit_run_rule where run >= (select max(run) from audit_run where asked is null)
        qualify row_number() over (partition by rule order by run desc) = 1
      ) where state = 'done' and basis is not null`),
  );
  return new Map(
    rows.map(({ rule, notApplicable, ...last }) => [
      rule,
      { ...last, notApplicable: JSON.parse(notApplicable) as Record<string, number> },
    ]),
  );
}

/** Forgets what changed: an audit of all rules has taken it. In its transaction. */
export async function takeNote(connection: DuckDBConnection): Promise<void> {
  if (await isKept(connection)) await execute(connection, "delete from unaudited");
}

async function isKept(connection: DuckDBConnection): Promise<boolean> {
  const { kept } = await new Reader(connection, UNLIMITED).one<{ kept: boolean }>(
    raw("select count(*) > 0 as kept from duckdb_tables() where table_name = 'unaudited' and not temporary"),
  );
  return kept;
}
