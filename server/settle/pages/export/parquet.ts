import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { type Reader, toCell } from "../../../store/reader.ts";
import { ident, join, literal, raw, type Sql, sql } from "../../../store/sql.ts";
import type { ExportedTable } from "./table.ts";

/** Rows that go into the database at once. */
const step = 5000;

interface Written {
  rows: number;
  content: AsyncIterable<Uint8Array>;
}

/** Parquet as DuckDB writes it, through the one folder that it may write to. */
export function parquetOf(reader: Reader, wanted: Sql, stage: string): Promise<Written> {
  // COPY takes no bound values.
  return written(reader, stage, async (held) => {
    await reader.result(sql`create temp table ${held} as ${wanted}`);
  });
}

/** The same of rows that hold more than a query gives: words that were put in here. */
export function parquetOfTable(
  reader: Reader,
  { names, types, rows, value }: ExportedTable,
  stage: string,
): Promise<Written> {
  const columns = names.map((name, i) => sql`${ident(name)} ${raw(types[i]!)}`);
  const shape = JSON.stringify([Object.fromEntries(names.map((name, i) => [name, types[i]!]))]);
  return written(reader, stage, async (held) => {
    await reader.result(sql`create temp table ${held} (${join(columns)})`);
    for (let first = 0; first < rows; first += step) {
      const part = Array.from({ length: Math.min(step, rows - first) }, (_, i) =>
        Object.fromEntries(names.map((name, column) => [name, toCell(value(column, first + i))])),
      );
      await reader.result(
        sql`insert into ${held} select unnest(from_json(${JSON.stringify(part)}::varchar, ${literal(shape)}), max_depth := 2)`,
      );
    }
  });
}

async function written(reader: Reader, stage: string, fill: (held: Sql) => Promise<void>): Promise<Written> {
  const id = randomUUID();
  const file = path.join(stage, `${id}.parquet`);
  const held = ident(`export-${id}`);
  try {
    await fill(held);
    await reader.result(sql`copy ${held} to ${literal(file)} (format parquet)`);
    const { rows } = await reader.one<{ rows: number }>(sql`select count(*) as rows from ${held}`);
    return { rows, content: once(file) };
  } finally {
    await reader.result(sql`drop table if exists ${held}`);
  }
}

async function* once(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  } finally {
    await rm(file, { force: true });
  }
}
