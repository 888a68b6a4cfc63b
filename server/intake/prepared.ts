import type { DuckDBConnection } from "@duckdb/node-api";
import type { Sql } from "../store/sql.ts";
import type { Limits } from "./limits.ts";
import type { Format } from "./sniff.ts";

/** A record that is broken as a whole: it is not in the relation. */
export interface Reject {
  /** Number of the record in the source, from 1. */
  record: number;
  /** Physical line on which it begins (of the unpacked text); the record number for Parquet and Arrow. */
  line: number;
  column: string | null;
  code: string;
  /** What was found, in a form that shows nothing personal; the raw text comes from `raw`. */
  value: string | null;
  /** As `expectation` writes it. */
  expected: string;
}

/** A source that has been looked through once and can be read by DuckDB. */
export interface Prepared {
  format: Format;
  /** For FROM: the readable records in their order. */
  relation: Sql;
  /** Names as in the source, DuckDB types. */
  columns: { name: string; type: string }[];
  /** Data records of the source, counted without DuckDB (for Parquet from its metadata): readable + rejected. */
  records: number;
  rejected: Reject[];
  /** Ordinal among the readable records (from 1) → physical line. */
  lineOf(ordinals: readonly number[]): Promise<Map<number, number>>;
  /** Ordinal among the readable records (from 1) → number of the record in the source. */
  recordOf(ordinals: readonly number[]): Promise<Map<number, number>>;
  /** The header line, then the records that begin on these lines as they were, each ending with a newline: loadable again after mending. */
  raw(lines: ReadonlySet<number>): AsyncGenerator<string>;
}

export interface Input {
  /** The raw bytes, already inside `stageDir`. */
  path: string;
  /** What people call it. */
  name: string;
  /** Format the sender declared: csv, ndjson, parquet or arrow; anything else says nothing. */
  formatHint?: string;
}

export interface IntakeEnvironment {
  /** The one folder DuckDB may read. Files made here are the caller's to delete. */
  stageDir: string;
  connection: DuckDBConnection;
  limits?: Partial<Limits>;
}

/** What a reader of one format gets. */
export interface Source {
  path: string;
  name: string;
  limits: Limits;
  connection: DuckDBConnection;
  /** A new path inside the stage folder. */
  newPath(extension: string): string;
}
