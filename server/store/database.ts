import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Config } from "../config.ts";
import { fail } from "../errors.ts";
import type { Principal } from "./principal.ts";
import { Reader } from "./reader.ts";
import { raw, type Sql } from "./sql.ts";

const READERS = 4;
/** A timestamp with a zone becomes the local time of this one, so that a rebuild elsewhere gives the same state. */
const TIME_ZONE = "Asia/Shanghai";

export interface DatabasePaths {
  file: string;
  stage: string;
  spill: string;
}

/**
 * The one DuckDB instance of the process: two write lanes (`bulk`, one statement sequence at a time, and `act`, short),
 * many readers. External access is off but for the stage folder, and the configuration is locked, before anything runs.
 */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #bulk: Lane;
  readonly #act: Lane;
  readonly #readers: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];
  readonly #all: DuckDBConnection[];

  private constructor(instance: DuckDBInstance, connections: DuckDBConnection[]) {
    this.#instance = instance;
    this.#all = connections;
    const [bulk, act, ...readers] = connections as [DuckDBConnection, DuckDBConnection, ...DuckDBConnection[]];
    this.#bulk = new Lane(bulk);
    this.#act = new Lane(act);
    this.#readers = readers;
  }

  static async open(paths: DatabasePaths, config: Pick<Config, "threads" | "memory">): Promise<Database> {
    const instance = await DuckDBInstance.create(paths.file, {
      threads: String(config.threads),
      memory_limit: config.memory,
      temp_directory: paths.spill,
      wal_autocheckpoint: "256MB",
    });
    const connections: DuckDBConnection[] = [];
    try {
      for (let i = 0; i < READERS + 2; i++) {
        const connection = await instance.connect();
        connections.push(connection);
        await connection.run("set enable_progress_bar=true");
        await connection.run("set enable_progress_bar_print=false");
        await connection.run(`set TimeZone='${TIME_ZONE}'`);
      }
      const first = connections[0]!;
      await first.run(`set allowed_directories=['${paths.stage.replaceAll("'", "''")}/']`);
      for (const setting of ["enable_external_access", "autoinstall_known_extensions", "autoload_known_extensions"]) {
        await first.run(`set ${setting}=false`);
      }
      await first.run("set lock_configuration=true");
    } catch (cause) {
      for (const connection of connections) connection.closeSync();
      instance.closeSync();
      throw cause;
    }
    return new Database(instance, connections);
  }

  /** Runs `work` on a reader connection. The principal is asked for here so that no query can forget it. */
  async read<T>(_principal: Principal, work: (reader: Reader) => Promise<T>): Promise<T> {
    const connection = this.#readers.pop() ?? (await new Promise<DuckDBConnection>((take) => this.#waiting.push(take)));
    try {
      return await work(new Reader(connection));
    } finally {
      const next = this.#waiting.shift();
      if (next) next(connection);
      else this.#readers.push(connection);
    }
  }

  /** The lane of long writes: loads, rebuilds, facts. One at a time. */
  bulk<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#bulk.run(work);
  }

  /** The lane of people's acts: milliseconds, never behind a load. */
  act<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#act.run(work);
  }

  /** Closes connections before the instance: otherwise the file lock stays. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#bulk.close(), this.#act.close()]);
    for (const connection of this.#all) connection.closeSync();
    this.#instance.closeSync();
  }
}

class Lane {
  readonly connection: DuckDBConnection;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  run<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(fail("store.interrupted"));
    const task = this.#tail.then(() => work(this.connection));
    this.#tail = task.catch(() => {});
    return task;
  }

  /** Takes no more work, and waits for what it has. */
  close(): Promise<unknown> {
    this.#closed = true;
    return this.#tail;
  }
}

/** Runs statements in one transaction; rolls back on any failure, also one of COMMIT. */
export async function transaction<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run("begin transaction");
  try {
    const result = await work();
    await connection.run("commit");
    return result;
  } catch (cause) {
    await connection.run("rollback").catch(() => {}); // a failed COMMIT has already ended the transaction
    throw cause;
  }
}

/** Runs one statement with its bound values. */
export async function execute(connection: DuckDBConnection, statement: Sql | string): Promise<void> {
  const { text, values } = typeof statement === "string" ? raw(statement) : statement;
  await connection.run(text, [...values]);
}
