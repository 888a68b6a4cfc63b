import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fail, JihengError } from "../errors.ts";
import { prepareArrow } from "./arrow.ts";
import { prepareCsv } from "./csv.ts";
import { duckdbReason } from "./duckdb-reason.ts";
import { asUtf8 } from "./encoding.ts";
import { gunzip } from "./gunzip.ts";
import { defaultLimits } from "./limits.ts";
import { prepareNdjson } from "./ndjson.ts";
import { prepareParquet } from "./parquet.ts";
import type { Input, IntakeEnvironment, Prepared, Source } from "./prepared.ts";
import { sniff } from "./sniff.ts";

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
