import { type FileHandle, open } from "node:fs/promises";
import { fail } from "../errors.ts";
import { join, literal, raw, type Sql, sql } from "../store/sql.ts";
import { type CsvHeader, readHeader } from "./csv-header.ts";
import { type CsvProblem, type CsvSource, type CsvVisit, scanCsv } from "./csv-scan.ts";
import type { Utf8Text } from "./encoding.ts";
import type { Prepared, Reject, Source } from "./prepare.ts";
import { diskError, writeAll } from "./spool.ts";

/** Reads a CSV file by RFC 4180; DuckDB gets the file itself if every record is sound, else a copy without the broken ones. */
export async function prepareCsv(source: Source, text: Utf8Text): Promise<Prepared> {
  const { name, limits } = source;
  const header = await readHeader(text, name, limits);
  const rejected: Reject[] = [];
  let records = 0;
  const visit: CsvVisit = ({ line, problem, got }) => {
    records++;
    if (problem === null) return;
    if (rejected.length >= limits.maxRejects) throw tooManyRejects(name, rejected);
    const expected = expectation(problem, header, limits.maxRecordBytes);
    rejected.push({ record: records, line, column: null, code: problem, value: got, expected });
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
  const locate = locator(header.source, limits.maxRecordBytes, even);
  return {
    format: "csv",
    relation: csvRelation(path, header.names, header.source.delimiter, {
      header: clean,
      parallel: shape.multiLine === 0,
    }),
    columns: header.names.map((column) => ({ name: column, type: "VARCHAR" })),
    records,
    rejected,
    lineOf: (ordinals) => locate(ordinals, "line"),
    recordOf: (ordinals) => locate(ordinals, "record"),
    raw: (lines) => rawCsv(header, limits.maxRecordBytes, lines),
  };
}

/**
 * `read_csv` over a file known to be sound. `new_line` is left out on purpose: given wrongly, or as '\r\n' at all, DuckDB 1.5 returns
 * fewer rows without an error. Quoted line ends are read right only without `parallel`.
 */
export function csvRelation(
  path: string,
  names: readonly string[],
  delimiter: number,
  options: { header: boolean; parallel: boolean; quotedNulls?: boolean },
): Sql {
  const columns = join(names.map((column) => sql`${literal(column)}: 'VARCHAR'`));
  const flag = (value: boolean) => raw(value ? "true" : "false");
  return sql`read_csv(${literal(path)}, auto_detect = false, header = ${flag(options.header)}, columns = {${columns}},
    delim = ${literal(String.fromCharCode(delimiter))}, quote = '"', escape = '"', strict_mode = true, null_padding = false,
    nullstr = '', allow_quoted_nulls = ${flag(options.quotedNulls ?? true)}, compression = 'none', parallel = ${flag(options.parallel)})`;
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
  let out: FileHandle | undefined;
  const lines: Buffer[] = [];
  const newline = Buffer.from("\n");
  try {
    const file = await open(path, "w", 0o600);
    out = file;
    const visit: CsvVisit = ({ bytes, start, end, problem }) => {
      if (problem === null) lines.push(Buffer.from(bytes.subarray(start, end)), newline);
    };
    await drain(scanCsv(header.source, maxRecordBytes, visit), () => writeAll(file, Buffer.concat(lines.splice(0))));
  } catch (error) {
    throw diskError(error, name);
  } finally {
    await out?.close();
  }
}

function locator(source: CsvSource, maxRecordBytes: number, even: boolean) {
  return async (ordinals: readonly number[], what: "line" | "record"): Promise<Map<number, number>> => {
    if (even) {
      const first = what === "line" ? source.startLine : 1;
      return new Map(ordinals.map((ordinal) => [ordinal, first + ordinal - 1]));
    }
    const wanted = new Set(ordinals);
    const found = new Map<number, number>();
    let record = 0;
    let ordinal = 0;
    const visit: CsvVisit = ({ line, problem }) => {
      record++;
      if (problem === null && wanted.has(++ordinal)) found.set(ordinal, what === "line" ? line : record);
    };
    await drain(scanCsv(source, maxRecordBytes, visit));
    return found;
  };
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

function expectation(problem: CsvProblem, { names }: CsvHeader, maxRecordBytes: number): string {
  switch (problem) {
    case "field_count":
      return `${names.length} fields`;
    case "open_quote":
      return "a closing quote";
    case "stray_quote":
      return "quotes only around a whole field, doubled inside it";
    case "stray_return":
      return "no carriage return inside a field without quotes";
    case "nul_byte":
      return "text without NUL bytes";
    case "encoding":
      return "text in the encoding of the rest of the file";
    case "record_too_long":
      return `at most ${maxRecordBytes} bytes`;
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
      expected: `records delimited by ${shown(header.source.delimiter)} like the header`,
      got: `records delimited by ${shown(delimiter)}`,
      advice: "use one delimiter throughout",
    });
  }
}

const shown = (delimiter: number) => (delimiter === 9 ? "TAB" : `"${String.fromCharCode(delimiter)}"`);

export function tooManyRejects(name: string, rejected: readonly Reject[]) {
  const first = rejected[0];
  return fail("intake.broken", { file: name, limit: rejected.length, line: first?.line, first: first?.code });
}
