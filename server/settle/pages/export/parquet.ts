import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { Reader } from "../../../store/reader.ts";
import { ident, literal, type Sql, sql } from "../../../store/sql.ts";

/** Parquet as DuckDB writes it, through the one folder that it may write to. */
export async function parquetOf(
  reader: Reader,
  wanted: Sql,
  stage: string,
): Promise<{ rows: number; content: AsyncIterable<Uint8Array> }> {
  const id = randomUUID();
  const file = path.join(stage, `${id}.parquet`);
  const held = ident(`export-${id}`);
  // COPY takes no bound values.
  await reader.result(sql`create temp table ${held} as ${wanted}`);
  try {
    await reader.result(sql`copy ${held} to ${literal(file)} (format parquet)`);
    const { rows } = await reader.one<{ rows: number }>(sql`select count(*) as rows from ${held}`);
    return { rows, content: once(file) };
  } finally {
    await reader.result(sql`drop table ${held}`);
  }
}

async function* once(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  } finally {
    await rm(file, { force: true });
  }
}
