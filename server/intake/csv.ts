import { open } from "node:fs/promises";
import { fail } from "../errors.ts";
import { type CsvHeader, readHeader } from "./csv-header.ts";
import { csvRelation } from "./csv-relation.ts";
import { type CsvProblem, type CsvSource, type CsvVisit, scanCsv } from "./csv-scan.ts";
import type { Utf8Text } from "./encoding.ts";
import { expectation } from "./expectation.ts";
import type { Prepared, Reject, Source } from "./prepared.ts";
import { RejectList } from "./rejects.ts";
import { diskError, writeAll } from "./spool.ts";

/** Reads a CSV file by RFC 4180; DuckDB gets the file itself if every record is sound, else a copy without the broken ones. */
export async function prepareCsv(source: Source, text: Utf8Text): Promise<Prepared> {
  const { name, limits } = source;
  const header = await readHeader(text, name, limits);
  const rejects = new RejectList(name, limits.maxRejects);
  const rejected = rejects.all;
  let records = 0;
  const visit: CsvVisit = ({ line, problem, got }) => {
    records++;
    if (problem === null) return;
    const expected = expectedInstead(problem, header, limits.maxRecordBytes);
    rejects.add({ record: records, line, column: null, code: problem, value: got, expected });
  };
  const shape = await drain(scanCsv(header.source, limits.maxRecordBytes, visit));
  if (records > 0 && rejected.length === records) await checkDelimiter(header, source, rejected);

  const clean =
    header.plain &&
    rejected.length === 0 &&
    (shape.lfEnds === 0 || shape.crlfEnds === 0) &&
    !(header.source.fields === 1 && shape.blankLines > 0);
  const path = clean ? text.path : source.newPath("csv");
  if (!clean) await copyReadable(header, path, name, limits.maxRecordBytes);

  const even = rejected.length === 0 && shape.blankLines === 0 && shape.multiLine === 0;
  return {
    format: "csv",
    relation: csvRelation(path, header.names, String.fromCharCode(header.source.delimiter), {
      header: clean,
      parallel: shape.multiLine === 0,
    }),
    columns: header.names.map((column) => ({ name: column, type: "VARCHAR" })),
    records,
    rejected,
    lineOf: (ordinals) => linesOf(header.source, limits.maxRecordBytes, ordinals, even),
    recordOf: async (ordinals) => rejects.recordOf(ordinals),
    raw: (lines) => rawCsv(header, limits.maxRecordBytes, lines),
  };
}

/** Runs a scan to its end; `each` is awaited at every pause. */
export async function drain<T>(scan: AsyncGenerator<void, T>, each?: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = await scan.next();
    await each?.();
    if (step.done) return step.value;
  }
}

async function copyReadable(header: CsvHeader, path: string, name: string, maxRecordBytes: number): Promise<void> {
  const lines: Buffer[] = [];
  const newline = Buffer.from("\n");
  const out = await open(path, "w", 0o600).catch((error) => Promise.reject(diskError(error, name)));
  try {
    const visit: CsvVisit = ({ bytes, start, end, problem }) => {
      if (problem === null) lines.push(Buffer.from(bytes.subarray(start, end)), newline);
    };
    await drain(scanCsv(header.source, maxRecordBytes, visit), () => writeAll(out, Buffer.concat(lines.splice(0))));
  } catch (error) {
    throw diskError(error, name);
  } finally {
    await out.close();
  }
}

/** `even`: every record takes one line and none is missing, so that its line follows from its ordinal. */
async function linesOf(
  source: CsvSource,
  maxRecordBytes: number,
  ordinals: readonly number[],
  even: boolean,
): Promise<Map<number, number>> {
  if (even) return new Map(ordinals.map((ordinal) => [ordinal, source.startLine + ordinal - 1]));
  const wanted = new Set(ordinals);
  const found = new Map<number, number>();
  let ordinal = 0;
  const visit: CsvVisit = ({ line, problem }) => {
    if (problem === null && wanted.has(++ordinal)) found.set(ordinal, line);
  };
  await drain(scanCsv(source, maxRecordBytes, visit));
  return found;
}

async function* rawCsv(header: CsvHeader, maxRecordBytes: number, lines: ReadonlySet<number>): AsyncGenerator<string> {
  yield `${header.text}\n`;
  const texts: string[] = [];
  const scan = scanCsv(header.source, maxRecordBytes, ({ bytes, start, end, line }) => {
    if (lines.has(line)) texts.push(`${bytes.toString("utf8", start, end)}\n`);
  });
  for (let step = await scan.next(); ; step = await scan.next()) {
    yield* texts.splice(0);
    if (step.done) return;
  }
}

function expectedInstead(problem: CsvProblem, { names }: CsvHeader, maxRecordBytes: number): string {
  switch (problem) {
    case "field_count":
      return expectation("fields", names.length);
    case "open_quote":
      return expectation("closing_quote");
    case "stray_quote":
      return expectation("outer_quotes");
    case "stray_return":
      return expectation("no_return");
    case "nul_byte":
      return expectation("no_nul");
    case "encoding":
      return expectation("same_encoding");
    case "record_too_long":
      return expectation("bytes", maxRecordBytes);
  }
}

/** Every record was rejected: perhaps the header and the records have different delimiters. */
async function checkDelimiter(header: CsvHeader, source: Source, rejected: Reject[]): Promise<void> {
  if (!rejected.every(({ code }) => code === "field_count")) return;
  for (const other of [",", ";", "\t", "|"]) {
    const delimiter = other.charCodeAt(0);
    if (delimiter === header.source.delimiter) continue;
    let fitting = 0;
    const visit: CsvVisit = ({ problem }) => {
      if (problem === null) fitting++;
    };
    await drain(scanCsv({ ...header.source, delimiter }, source.limits.maxRecordBytes, visit));
    if (fitting === 0) continue;
    throw fail("intake.header", {
      file: source.name,
      line: header.source.startLine,
      variant: "delimiter",
      wanted: shown(header.source.delimiter),
      found: shown(delimiter),
      expected: `records delimited by ${shown(header.source.delimiter)} like the header`,
      got: `records delimited by ${shown(delimiter)}`,
      advice: "use one delimiter throughout",
    });
  }
}

const shown = (delimiter: number) => (delimiter === 9 ? "TAB" : `"${String.fromCharCode(delimiter)}"`);
