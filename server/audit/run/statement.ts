import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import type { Sql } from "../../store/sql.ts";

/** How often an interrupt is repeated: one that comes between two statements meets nothing. */
const AGAIN_MS = 50;

/** What bounds a statement of an audit. */
export interface Bounds {
  signal: AbortSignal;
  /** How long one statement may take. */
  limitMs: number;
}

/** A statement that took longer than it may. */
export class TooLong extends Error {
  constructor(limitMs: number) {
    super(`longer than ${limitMs / 1000} s`);
    this.name = "TooLong";
  }
}

/** Runs a statement and gives its rows as columns. @throws store.interrupted on the signal, TooLong past the limit */
export async function runBounded(connection: DuckDBConnection, statement: Sql, { signal, limitMs }: Bounds) {
  if (signal.aborted) throw fail("store.interrupted");
  let late = false;
  let again: NodeJS.Timeout | undefined;
  const stop = () => {
    connection.interrupt();
    again ??= setInterval(() => connection.interrupt(), AGAIN_MS);
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limitMs);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Reader(connection, UNLIMITED).columns(statement);
  } catch (cause) {
    if (signal.aborted) throw fail("store.interrupted", {}, cause);
    throw late ? new TooLong(limitMs) : cause;
  } finally {
    clearTimeout(timer);
    clearInterval(again);
    signal.removeEventListener("abort", stop);
  }
}
