import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { join, sql } from "../store/sql.ts";
import type { WrongCell } from "./check.ts";
import type { Mapping } from "./layout.ts";
import type { Prepared, Reject } from "./prepare.ts";

const CHUNK = 500;

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
export async function insertRejects(connection: DuckDBConnection, batch: number, rows: readonly Reject[]) {
  for (let at = 0; at < rows.length; at += CHUNK) {
    const values = rows
      .slice(at, at + CHUNK)
      .map((r) => sql`(${batch}, ${r.record}, ${r.line}, ${r.column}, ${r.code}, ${r.value}, ${r.expected})`);
    await execute(
      connection,
      sql`insert into reject (batch, record, line, column_name, code, value, expected) values ${join(values)}`,
    );
  }
}
