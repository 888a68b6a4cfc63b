import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../errors.ts";
import { regionInserts } from "../facts/regions.ts";
import type { BatchRecord } from "../intake/batch.ts";
import { execute, transaction } from "../store/database.ts";
import { codeInserts, ddl, exists, isVersioned } from "../store/ddl.ts";
import type { Dictionary } from "../store/dictionary.ts";
import { nationalViews } from "../store/national.ts";
import { Reader } from "../store/reader.ts";
import { ident, join, literal, type Sql, sql } from "../store/sql.ts";

/** What a comparison with the journal asks for: nothing, reading the missing batches again, or a rebuild. */
export type Verdict =
  | { kind: "equal"; reason: null; missing: [] }
  | { kind: "missing"; reason: string; missing: BatchRecord[] }
  | { kind: "rebuild"; reason: string; missing: BatchRecord[] };

/** Fingerprint of everything that `createDatabase` makes: another one means a database of another program version. */
export function schemaOf(dictionary: Dictionary): string {
  const text = [...statements(dictionary)].map((statement) => statement.text).join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Creates tables, code tables, regions and views in an empty database; leaves one that has them alone. */
export async function createDatabase(connection: DuckDBConnection, dictionary: Dictionary): Promise<void> {
  const { tables } = await new Reader(connection).one<{ tables: number }>(
    sql`select count(*) as tables from information_schema.tables where table_schema = 'main'`,
  );
  if (tables > 0) return;
  await transaction(connection, async () => {
    for (const statement of statements(dictionary)) await execute(connection, statement);
    await execute(connection, sql`create table meta as select 'schema' as name, ${schemaOf(dictionary)} as value`);
  });
}

function* statements(dictionary: Dictionary): Generator<Sql> {
  yield* ddl(dictionary);
  yield* codeInserts(dictionary);
  yield* regionInserts();
  yield* nationalViews(dictionary);
}

/**
 * Compares what the database holds with the acknowledged batches: the list of batches, and the number of rows of each
 * table. DuckDB opens a damaged write-ahead log without an error and drops committed batches; this is where it shows.
 * `everGiven` is the last number the journal gave, also to a batch it withdrew.
 * @throws journal.shorter when the database holds a batch that the journal never had
 */
export async function compareWithJournal(
  connection: DuckDBConnection,
  journalFile: string,
  dictionary: Dictionary,
  expected: readonly BatchRecord[],
  everGiven: number,
): Promise<Verdict> {
  const reader = new Reader(connection);
  const schema = await reader
    .rows<{ value: string }>(sql`select value from meta where name = 'schema'`)
    .catch(() => []);
  if (schema[0]?.value !== schemaOf(dictionary)) return rebuild("the tables are those of another version");
  const held = await reader.rows<{ batch: number; sha256: string }>(
    sql`select batch, sha256 from batch order by batch`,
  );
  const last = expected.at(-1)?.batch ?? 0;
  const beyond = held.find(({ batch }) => batch > everGiven);
  if (beyond) throw fail("journal.shorter", { file: journalFile, journal: everGiven, database: beyond.batch });
  const shaOf = new Map(held.map(({ batch, sha256 }) => [batch, sha256]));
  const missing = expected.filter(({ batch, sha256 }) => shaOf.get(batch) !== sha256);
  if (held.length + missing.length !== expected.length) return rebuild("the list of batches differs from the journal");
  if (missing.length > 1) return rebuild(`${missing.length} acknowledged batches are missing`);
  if (missing.length === 1 && missing[0]?.batch !== last) return rebuild(`batch ${missing[0]?.batch} is missing`);
  const present = expected.filter((record) => !missing.includes(record));
  const wrong = await wrongCount(reader, dictionary, present);
  if (wrong) return rebuild(wrong);
  if (missing.length === 0) return { kind: "equal", reason: null, missing: [] };
  return { kind: "missing", reason: `batch ${last} was not committed`, missing };
}

async function wrongCount(reader: Reader, dictionary: Dictionary, present: BatchRecord[]): Promise<string | null> {
  const wanted = new Map<string, number>();
  for (const table of dictionary.tables.values()) if (exists(table) && isVersioned(table)) wanted.set(table.name, 0);
  for (const { table, accepted, replaced } of present)
    wanted.set(table, (wanted.get(table) ?? 0) + accepted + replaced);
  const parts = [...wanted.keys()].map(
    (table) => sql`select ${literal(table)} as name, count(*) as rows from ${ident(table)} where batch_from > 0`,
  );
  const counts = await reader.rows<{ name: string; rows: number }>(join(parts, " union all "));
  const wrong = counts.find(({ name, rows }) => rows !== wanted.get(name));
  return wrong ? `table ${wrong.name} holds ${wrong.rows} rows, the journal says ${wanted.get(wrong.name)}` : null;
}

function rebuild(reason: string): Verdict {
  return { kind: "rebuild", reason, missing: [] };
}
