import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail, JihengError } from "../errors.ts";
import type { Sql } from "../store/sql.ts";
import { prepareArrow } from "./arrow.ts";
import { prepareCsv } from "./csv.ts";
import { duckdbReason } from "./duckdb-reason.ts";
import { asUtf8 } from "./encoding.ts";
import { gunzip } from "./gunzip.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { prepareNdjson } from "./ndjson.ts";
import { prepareParquet } from "./parquet.ts";
import { type Format, sniff } from "./sniff.ts";

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

/**
 * Looks through a source once and makes it readable for DuckDB: plain, UTF-8, without its broken records.
 * Throws `intake.*` for what cannot be read at all.
 */
export async function prepare(input: Input, environment: IntakeEnvironment): Promise<Prepared> {
  const { stageDir, connection } = environment;
  const newPath = (extension: string) => join(stageDir, `${randomUUID()}.${extension}`);
  const limits = { ...defaultLimits, ...environment.limits };
  const { name } = input;
  let { path } = input;
  let format = await sniff(path, name);
  if (format === "gzip") {
    const plain = newPath("plain");
    await gunzip(path, plain, name, limits.maxBytes);
    path = plain;
    format = await sniff(path, name);
    if (format === "gzip")
      throw fail("intake.format", {
        file: name,
        variant: "gzip_twice",
        got: "gzip inside gzip",
        advice: "pack it once",
      });
  }
  // The first line may be the broken one.
  if (format === "csv" && input.formatHint === "ndjson") format = "ndjson";
  checkHint(input, format);
  const source: Source = { path, name, limits, connection, newPath };
  if (format === "parquet") return prepareParquet(source);
  if (format === "arrow" || format === "arrow-file") return prepareArrow(source, format);
  const utf8 = await asUtf8(path, newPath("utf8"), name);
  return format === "ndjson" ? prepareNdjson(source, utf8) : prepareCsv(source, utf8);
}

function checkHint({ formatHint, name }: Input, format: string): void {
  const declared = ["csv", "ndjson", "parquet", "arrow"].find((known) => known === formatHint);
  if (declared === undefined || format.startsWith(declared)) return;
  const got = `${format} although ${declared} was declared`;
  throw fail("intake.format", {
    file: name,
    got,
    advice: "declare what it is",
    variant: "declared",
    declared,
    found: format,
  });
}

/** The error to show when DuckDB could not read `prepared.relation`; own errors and those about other things stay as they are. */
export function scanFailure(error: unknown, prepared: Prepared, name: string): unknown {
  if (error instanceof JihengError) return error;
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  if (message.startsWith("INTERRUPT")) return error;
  if (message.includes("No space left on device")) return fail("intake.disk_full", { file: name }, error);
  if (prepared.format === "parquet")
    return fail("intake.parquet", { file: name, reason: duckdbReason(error, name) }, error);
  if (!/csv|encod|utf-?8/i.test(message)) return error;
  const expected = prepared.records - prepared.rejected.length;
  return fail("intake.scan", { file: name, expected, reason: duckdbReason(error, name) }, error);
}

/** Checks that as many records were read as `prepare` counted. Throws `intake.scan`. */
export function checkCount(prepared: Prepared, read: number, name: string): void {
  const expected = prepared.records - prepared.rejected.length;
  if (read !== expected) throw fail("intake.scan", { file: name, expected, reason: `${read} records` });
}
