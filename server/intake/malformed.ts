import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { JihengError } from "../errors.ts";
import { fieldsOf } from "./csv-record.ts";
import { type Mutation, type MutationClass, mutate, mutationClasses, random } from "./mutate.ts";
import { prepare, scanFailure } from "./prepare.ts";
import type { Prepared } from "./prepared.ts";
import { type SpecimenFormat, specimen, specimenFormats } from "./specimens.ts";

export interface MalformedOptions {
  casesPerClass: number;
  seed: number;
  /** An open connection and the folder it may read and write; files in it are deleted. */
  connection: DuckDBConnection;
  stageDir: string;
  formats?: readonly SpecimenFormat[];
  /** A case that takes longer has hung. */
  patienceMs?: number;
  onProgress?: (done: number, of: number) => void;
  signal?: AbortSignal;
}

export interface MalformedCount {
  format: SpecimenFormat;
  class: MutationClass;
  cases: number;
  /** Refused as a whole with one `intake.*` error. */
  refused: number;
  /** Read, with some records rejected. */
  rejected: number;
  /** Read whole: the damage gave another valid file. */
  read: number;
  /** Cases in which the untouched records were compared with the original (CSV), all found. */
  compared: number;
}

export interface MalformedReport {
  seed: number;
  counts: MalformedCount[];
  /** What must not be: another exception, a hang, a wrong count, a lost or invented record. */
  failures: { format: SpecimenFormat; class: MutationClass; case: number; reason: string }[];
}

/** Damages valid files of every format in every way and checks that intake refuses or explains each: the invariant of `prepare`. */
export async function malformed(options: MalformedOptions): Promise<MalformedReport> {
  const { casesPerClass, seed, connection, stageDir, onProgress, signal, patienceMs = 20_000 } = options;
  const formats = options.formats ?? specimenFormats;
  const report: MalformedReport = { seed, counts: [], failures: [] };
  const total = formats.length * mutationClasses.length * casesPerClass;
  const folder = join(stageDir, "malformed");
  await mkdir(folder, { recursive: true });
  let done = 0;
  for (const format of formats) {
    const original = await specimen(format, connection, folder);
    const sound = await readAll(original, folder, connection);
    if (!("rows" in sound) || sound.rows.length === 0) throw new Error(`the specimen of ${format} does not load`);
    for (const kind of mutationClasses) {
      const count: MalformedCount = { format, class: kind, cases: 0, refused: 0, rejected: 0, read: 0, compared: 0 };
      report.counts.push(count);
      for (let i = 0; i < casesPerClass; i++) {
        signal?.throwIfAborted();
        const mutation = mutate(original, kind, random(caseSeed(seed, format, kind, i)));
        const result = await withPatience(readAll(mutation.bytes, folder, connection), patienceMs);
        count.cases++;
        const reason = judge(result, count) ?? compare(result, mutation, original, format, count);
        if (reason) report.failures.push({ format, class: kind, case: i, reason });
        onProgress?.(++done, total);
      }
    }
  }
  await rm(folder, { recursive: true, force: true });
  return report;
}

/** Every case has its own seed, so that one can be run again alone. */
export function caseSeed(seed: number, format: SpecimenFormat, kind: MutationClass, number: number): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}/${format}/${kind}/${number}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

type Outcome = { refused: JihengError } | { unexpected: unknown } | { prepared: Prepared; rows: (string | null)[][] };

async function readAll(bytes: Buffer, folder: string, connection: DuckDBConnection): Promise<Outcome> {
  const path = join(folder, "case.raw");
  await writeFile(path, bytes);
  let prepared: Prepared | undefined;
  try {
    prepared = await prepare({ path, name: "case" }, { stageDir: folder, connection });
    const result = await connection.run(`select columns(*)::varchar from ${prepared.relation.text}`);
    return { prepared, rows: (await result.getRowsJson()) as (string | null)[][] };
  } catch (error) {
    const failure = prepared ? scanFailure(error, prepared, "case") : error;
    const known =
      failure instanceof JihengError && failure.code.startsWith("intake.") && failure.code !== "intake.scan";
    return known ? { refused: failure } : { unexpected: failure };
  } finally {
    for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
  }
}

async function withPatience(outcome: Promise<Outcome>, milliseconds: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ unexpected: new Error(`no answer after ${milliseconds} ms`) }), milliseconds);
  });
  return Promise.race([outcome, hang]).finally(() => clearTimeout(timer));
}

function judge(outcome: Outcome, count: MalformedCount): string | null {
  if ("unexpected" in outcome) return String((outcome.unexpected as Error)?.stack ?? outcome.unexpected);
  if ("refused" in outcome) {
    count.refused++;
    return /\{\w+\}|undefined|\?[;,)]/.test(outcome.refused.message)
      ? `unclear message: ${outcome.refused.message}`
      : null;
  }
  const { prepared, rows } = outcome;
  if (prepared.rejected.length > 0) count.rejected++;
  else count.read++;
  const sum = rows.length + prepared.rejected.length;
  return sum === prepared.records
    ? null
    : `${prepared.records} records, but ${rows.length} readable + ${prepared.rejected.length} rejected`;
}

/**
 * For CSV: if the damage lies inside one record and touches no quote or line end, every other record must be there unchanged, and at
 * most one row beside them.
 */
function compare(
  outcome: Outcome,
  mutation: Mutation,
  original: Buffer,
  format: SpecimenFormat,
  count: MalformedCount,
): string | null {
  if (!("rows" in outcome) || !(format === "csv" || format === "csv-crlf")) return null;
  const [start, end] = mutation.touched;
  const taken = original.subarray(start, end);
  if (
    taken.length === original.length - start ||
    /["\r\n]/.test(`${taken.toString("latin1")}${mutation.put.toString("latin1")}`)
  )
    return null;
  const spans = recordSpans(original);
  const hit = spans.findIndex(([from, to]) => start >= from && end <= to);
  if (hit <= 0) return null;
  const expected = spans
    .filter((_, i) => i > 0 && i !== hit)
    .map(([from, to]) => JSON.stringify(fieldsOf(original.subarray(from, to), 44).map((field) => field || null)));
  const left = outcome.rows.map((row) => JSON.stringify(row));
  count.compared++;
  for (const row of expected) {
    const found = left.indexOf(row);
    if (found < 0) return `lost ${row}`;
    left.splice(found, 1);
  }
  if (left.length > 1) return `invented ${left.join(" and ")}`;
  // A damaged record of several lines is rejected line by line.
  const [from, to] = spans[hit]!;
  const lines = original.toString("latin1", from, to).split("\n").length;
  const more = outcome.prepared.records - (spans.length - 1);
  return more === 0 || (more > 0 && more < lines) ? null : `${more} records more than before`;
}

/** Where the records of a sound CSV lie, the header first. */
function recordSpans(bytes: Buffer): [number, number][] {
  const spans: [number, number][] = [];
  let inQuotes = false;
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 34) inQuotes = !inQuotes;
    if (bytes[i] !== 10 || inQuotes) continue;
    spans.push([start, bytes[i - 1] === 13 ? i - 1 : i]);
    start = i + 1;
  }
  return spans;
}
