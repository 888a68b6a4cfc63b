import { open } from "node:fs/promises";
import { type ErrorDetails, fail } from "../errors.ts";
import { CR, fieldsOf, LF, readRecord } from "./csv-record.ts";
import type { CsvSource } from "./csv-scan.ts";
import type { Utf8Text } from "./encoding.ts";
import type { Limits } from "./limits.ts";

export interface CsvHeader {
  names: string[];
  source: CsvSource;
  /** The header line as it was, without its line end. */
  text: string;
  /** It is the first line of the file, and one line. */
  plain: boolean;
}

type Refuse = (details: ErrorDetails, expected: string, got: string, advice: string) => Error;

const delimiters = [",", ";", "\t", "|"] as const;
const longestHeader = 1 << 20;

/**
 * Reads the header: the first line that is not blank. The delimiter is the one that gives the most columns.
 * Throws `intake.empty`, `intake.header`, or `intake.encoding` for a header that does not decode.
 */
export async function readHeader(text: Utf8Text, name: string, limits: Limits): Promise<CsvHeader> {
  const head = await readHead(text);
  const returnEnds = !head.includes(LF) && head.includes(CR);
  const { start, line } = firstLine(head, text.bom);
  if (start >= head.length) throw fail("intake.empty", { file: name, got: "only blank lines", variant: "blank_lines" });
  const refuse: Refuse = (details, expected, got, advice) =>
    fail("intake.header", { file: name, line, expected, got, advice, ...details });

  const found = delimiters
    .map((delimiter) => ({ delimiter, ...readRecord(head, start, head.length, delimiter.charCodeAt(0), returnEnds) }))
    .filter(({ problem }) => problem === null);
  const best = found.reduce((a, b) => (b.fields > a.fields ? b : a), found[0] ?? { fields: 0 });
  if (!("delimiter" in best))
    throw refuse({ variant: "open_quote" }, "column names", "a quote that is open or out of place", "mend the header");
  if (best.contentEnd - start >= longestHeader - 3) {
    throw refuse(
      { variant: "no_line_end", bytes: longestHeader },
      "a line of column names",
      `${longestHeader} bytes without a line end`,
      "check that it is a text table",
    );
  }
  if (text.bad.overlap(start, best.next) >= 0) throw fail("intake.encoding", { file: name, offset: start, line });

  const header = head.subarray(start, best.contentEnd);
  const names = fieldsOf(header, best.delimiter.charCodeAt(0)).map((field) => field.trim());
  checkNames(names, limits, refuse);
  const source: CsvSource = {
    path: text.path,
    start: best.next,
    startLine: line + lineEnds(head, start, best.next, returnEnds),
    delimiter: best.delimiter.charCodeAt(0),
    fields: names.length,
    returnEnds,
    bad: text.bad,
  };
  const plain = start === text.bom && source.startLine === 2 && !returnEnds;
  return { names, source, text: header.toString(), plain };
}

function checkNames(names: string[], limits: Limits, refuse: Refuse): void {
  const advice = "name every column once in the first line";
  if (names.length > limits.maxColumns) {
    throw refuse(
      { variant: "too_many", limit: limits.maxColumns },
      `at most ${limits.maxColumns} columns`,
      `${names.length}`,
      "check that it is a text table",
    );
  }
  const seen = new Set<string>();
  for (const [i, name] of names.entries()) {
    if (name === "")
      throw refuse(
        { variant: "unnamed", column: i + 1, columns: names.length },
        "a name for every column",
        `none for column ${i + 1} of ${names.length}`,
        advice,
      );
    if (name.length > 200 || /[\p{Cc}\ufffd]/u.test(name)) {
      throw refuse({ variant: "no_text" }, "column names", "bytes that are no text", "check that it is a text table");
    }
    // DuckDB tells columns apart without regard to case.
    const folded = name.toLowerCase();
    if (seen.has(folded))
      throw refuse({ variant: "same_name", column: name }, "different names", `"${name}" twice`, advice);
    seen.add(folded);
  }
  const only = names.length === 1 ? (names[0] ?? "") : "a";
  if (!/^[\p{L}_][\p{L}\p{N}_ .()（）/-]*$/u.test(only)) {
    throw refuse(
      { variant: "no_delimiter", header: only.slice(0, 80) },
      "columns between , ; TAB or |",
      `"${only.slice(0, 80)}"`,
      "export it with one of these delimiters",
    );
  }
}

async function readHead(text: Utf8Text): Promise<Buffer> {
  const file = await open(text.path, "r");
  try {
    const buffer = Buffer.alloc(longestHeader);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function firstLine(head: Buffer, bom: number): { start: number; line: number } {
  let start = bom;
  let line = 1;
  for (; head[start] === LF || head[start] === CR; start++) {
    if (head[start] === LF || head[start + 1] !== LF) line++;
  }
  return { start, line };
}

function lineEnds(head: Buffer, start: number, next: number, returnEnds: boolean): number {
  let lines = 0;
  for (let i = start; i < next; i++) if (head[i] === LF || (returnEnds && head[i] === CR)) lines++;
  return lines;
}
