import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** The generator's own database, in memory, gone with `close`. */
export interface Engine {
  /** For what brings statements of its own: the policies' terms, the chain of settlement. */
  readonly connection: DuckDBConnection;
  /** Runs sql/<name>.sql, wrapped in another statement where asked. */
  file(name: string, wrap?: (text: string) => string): Promise<void>;
  run(text: string): Promise<void>;
  rows<Row>(text: string): Promise<Row[]>;
  /** The rows of sql/<name>.sql. */
  query<Row>(name: string): Promise<Row[]>;
  /** Makes a table from plain values; `shape` gives DuckDB's type of each column. */
  table(name: string, shape: Record<string, string>, values: readonly unknown[]): Promise<void>;
  close(): void;
}

/** Opens it. An aborted signal interrupts the running statement. */
export async function openEngine(seed: number, signal?: AbortSignal, threads?: number): Promise<Engine> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "4GB",
    // What does not fit goes here, and away again with the database; without it, into the working folder.
    temp_directory: path.join(os.tmpdir(), `jiheng-generator-${process.pid}`),
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener("abort", interrupt);
  const run = async (text: string) => {
    signal?.throwIfAborted();
    await connection.run(text);
  };
  // Without statistics the planner takes a pool for a few rows and would try every pair of rows.
  await run("set asof_loop_join_threshold = 0");
  await run(`set variable seed = ${seed}::bigint`);
  const rows = async <Row>(text: string) => {
    signal?.throwIfAborted();
    return (await connection.runAndReadAll(text)).getRowObjectsJson() as Row[];
  };
  return {
    connection,
    run,
    rows,
    file: (name, wrap = (text) => text) => run(wrap(readSql(name))),
    query: (name) => rows(readSql(name)),
    async table(name, shape, values) {
      await connection.run(
        `create table ${name} as select unnest(from_json($values::json, $shape), recursive := true)`,
        { values: JSON.stringify(values), shape: JSON.stringify([shape]) },
      );
    },
    close() {
      signal?.removeEventListener("abort", interrupt);
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const readSql = (name: string) => readFileSync(new URL(`sql/${name}.sql`, import.meta.url), "utf8");
