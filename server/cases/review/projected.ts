import type { DuckDBConnection } from "@duckdb/node-api";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import { ident, join, raw, sql } from "../../store/sql.ts";
import {
  type Appealed,
  type Approved,
  type Ended,
  FINDING_APPEALED,
  FINDING_PUT_OFF,
  FINDING_TAKEN_UP,
  type Given,
  type PutOff,
  reviewActs,
  type SavedView,
  type TakenUp,
  VERDICT_APPROVED,
  VERDICT_GIVEN,
  VERDICT_WITHDRAWN,
  VIEW_REMOVED,
  VIEW_SAVED,
  type Withdrawn,
} from "./review-acts.ts";

const kinds: ReadonlySet<string> = new Set(reviewActs);
const tables = ["verdict", "finding_appeal", "finding_put_off", "saved_view"];

/** The acts of reviewers in a journal, and the tables that follow from them. */
export class ReviewActs {
  readonly #entries: JournalEntry[] = [];

  onEntry(entry: JournalEntry): void {
    if (kinds.has(entry.act)) this.#entries.push(entry);
  }

  /** Makes the tables what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    for (const table of tables) await execute(connection, sql`delete from ${ident(table)}`);
    await projectReview(connection, this.#entries.splice(0));
  }
}

/**
 * Writes acts into their tables. An act names by number what it ends, so that many at once come to the same as one after the other; of views the last
 * under a name counts.
 */
export async function projectReview(connection: DuckDBConnection, entries: readonly JournalEntry[]): Promise<void> {
  const of = <T>(act: string) =>
    entries.flatMap((entry) => (entry.act === act ? [{ ...entry, data: entry.data as unknown as T }] : []));
  await insert(connection, "verdict", verdictShape, of<Given>(VERDICT_GIVEN).map(verdictRow));
  await insert(connection, "finding_appeal", appealShape, of<Appealed>(FINDING_APPEALED).map(appealRow));
  await insert(connection, "finding_put_off", putOffShape, of<PutOff>(FINDING_PUT_OFF).map(putOffRow));
  const approvals = of<Approved>(VERDICT_APPROVED);
  await second(
    connection,
    approvals.map(({ at, actor, data: { verdict, reason } }) => ({ verdict, by: actor, at, reason })),
  );
  await end(connection, [
    ...of<Withdrawn>(VERDICT_WITHDRAWN).flatMap(({ data }) => data.verdicts.map(ending("withdrawn"))),
    ...approvals.flatMap(({ data: { verdict, agree } }) => (agree ? [] : [ending("returned")(verdict)])),
    ...of<Appealed>(FINDING_APPEALED).flatMap(({ data }) => data.ends.map(ending("appealed"))),
  ]);
  await takeUp(connection, [
    ...of<PutOff>(FINDING_PUT_OFF).flatMap(({ data }) => data.replaces ?? []),
    ...of<TakenUp>(FINDING_TAKEN_UP).map(({ data }) => data.putOff),
  ]);
  await keepViews(
    connection,
    entries.filter(({ act }) => act === VIEW_SAVED || act === VIEW_REMOVED),
  );
}

const ending =
  (ended: Ended["ended"]) =>
  (verdict: number): Ended => ({ verdict, ended });

type Entry<T> = Omit<JournalEntry, "data"> & { data: T };

function verdictRow({ seq, at, actor, data }: Entry<Given>) {
  const { evidenceHash, ruleHash, ...rest } = data;
  return { ...rest, verdict: seq, reviewer: actor, given_at: at, evidence_hash: evidenceHash, rule_hash: ruleHash };
}

const appealRow = ({ seq, at, actor, data: { finding, evidenceHash, reason, files, by } }: Entry<Appealed>) => ({
  ...{ appeal: seq, finding, evidence_hash: evidenceHash, reason, files },
  ...{ appealed_by: by, recorded_by: actor, recorded_at: at },
});

const putOffRow = ({ seq, at, actor, data: { finding, evidenceHash, until, reason } }: Entry<PutOff>) => ({
  ...{ put_off: seq, finding, evidence_hash: evidenceHash, until_day: until, reason },
  ...{ put_off_by: actor, put_off_at: at },
});

async function end(connection: DuckDBConnection, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return;
  await execute(
    connection,
    sql`update verdict set ended = which.ended
      from (select unnest(from_json(${JSON.stringify(ended)}::varchar, '[{"verdict":"BIGINT","ended":"VARCHAR"}]'), max_depth := 2)) as which
      where verdict.verdict = which.verdict`,
  );
}

async function second(connection: DuckDBConnection, acts: readonly object[]): Promise<void> {
  if (acts.length === 0) return;
  await execute(
    connection,
    sql`update verdict set second_by = which."by", second_at = which."at"::timestamptz, second_reason = which.reason
      from (select unnest(from_json(${JSON.stringify(acts)}::varchar, '[{"verdict":"BIGINT","by":"VARCHAR","at":"VARCHAR","reason":"VARCHAR"}]'), max_depth := 2)) as which
      where verdict.verdict = which.verdict`,
  );
}

async function takeUp(connection: DuckDBConnection, ended: readonly number[]): Promise<void> {
  if (ended.length === 0) return;
  await execute(
    connection,
    sql`delete from finding_put_off where put_off in (${join(ended.map((each) => BigInt(each)))})`,
  );
}

async function keepViews(connection: DuckDBConnection, entries: readonly JournalEntry[]): Promise<void> {
  const last = new Map(
    entries.map(({ act, at, actor, data }) => {
      const view = data as unknown as SavedView;
      return [JSON.stringify([actor, view.name]), { ...view, account: actor, saved_at: at, stays: act === VIEW_SAVED }];
    }),
  );
  if (last.size === 0) return;
  for (const { account, name } of last.values())
    await execute(connection, sql`delete from saved_view where account = ${account} and name = ${name}`);
  const kept = [...last.values()].flatMap(({ stays, ...view }) => (stays ? [view] : []));
  await insert(connection, "saved_view", viewShape, kept);
}

async function insert(
  connection: DuckDBConnection,
  table: string,
  shape: Record<string, string>,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await execute(
    connection,
    sql`insert into ${ident(table)} by name
      select unnest(from_json(${JSON.stringify(rows)}::varchar, ${raw(`'${JSON.stringify([shape])}'`)}), max_depth := 2)`,
  );
}

const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, "VARCHAR"]));
const lists = (...names: string[]) => Object.fromEntries(names.map((name) => [name, "VARCHAR[]"]));

const verdictShape = {
  verdict: "BIGINT",
  ...texts("finding", "rule", "subject", "label", "strength", "reason", "reviewer", "version", "rule_hash"),
  ...{ given_at: "TIMESTAMPTZ", parameters: "VARCHAR", evidence_hash: "VARCHAR" },
  ...lists("claims", "lines", "shown", "materials"),
};
const appealShape = {
  appeal: "BIGINT",
  ...texts("finding", "evidence_hash", "reason", "appealed_by", "recorded_by"),
  ...{ files: "VARCHAR[]", recorded_at: "TIMESTAMPTZ" },
};
const putOffShape = {
  put_off: "BIGINT",
  ...texts("finding", "evidence_hash", "reason", "put_off_by"),
  ...{ until_day: "DATE", put_off_at: "TIMESTAMPTZ" },
};
const viewShape = { ...texts("account", "name", "page", "query"), saved_at: "TIMESTAMPTZ" };
