import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { sql } from "../store/sql.ts";
import type { WrongCell } from "./check.ts";
import type { Mapping } from "./layout.ts";
import type { Prepared, Reject } from "./prepared.ts";

export interface Rejects {
  /** Refused records: fewer than `rows` where one has several wrong cells. */
  records: number;
  rows: Reject[];
}

/** Joins what the reader refused with what the checks refused, each with record and line in the source. */
export async function rejectRows(prepared: Prepared, wrong: readonly WrongCell[], mapping: Mapping): Promise<Rejects> {
  const ordinals = [...new Set(wrong.map(({ ordinal }) => ordinal))];
  const [lines, records] = await Promise.all([prepared.lineOf(ordinals), prepared.recordOf(ordinals)]);
  const sourceName = new Map(mapping.columns.map(({ target, from }) => [target.name, from]));
  const fromChecks = wrong.map(
    ({ ordinal, column, ...rest }): Reject => ({
      record: records.get(ordinal) ?? ordinal,
      line: lines.get(ordinal) ?? ordinal,
      column: sourceName.get(column) ?? column,
      ...rest,
    }),
  );
  const rows = [...prepared.rejected, ...fromChecks].sort((a, b) => a.record - b.record);
  return { records: new Set(rows.map(({ record }) => record)).size, rows };
}

/** Writes them with their batch. The whole records stay in the encrypted raw batch only. */
export async function insertRejects(
  connection: DuckDBConnection,
  batch: number,
  rows: readonly Reject[],
): Promise<void> {
  if (rows.length === 0) return;
  await execute(connection, sql`create or replace temp table reject_row as select * from reject limit 0`);
  const appender = await connection.createAppender("reject_row", "main", "temp");
  for (const { record, line, column, code, value, expected } of rows) {
    for (const number of [batch, record, line]) appender.appendBigInt(BigInt(number));
    for (const text of [column, code, value, expected]) {
      if (text === null) appender.appendNull();
      else appender.appendVarchar(text);
    }
    appender.endRow();
  }
  appender.closeSync();
  await execute(connection, sql`insert into reject select * from reject_row`);
  await execute(connection, sql`drop table reject_row`);
}
