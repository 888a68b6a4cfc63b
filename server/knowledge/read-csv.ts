import { readFile } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { LF, readRecord } from "../intake/csv-record.ts";
import { asUtf8 } from "../intake/encoding.ts";
import { MOST_ROWS, type Sheet, type SheetRow, textCell } from "./sheet.ts";

const COMMA = 44;
/** Far above what so many rows take. */
const MOST_BYTES = 256 << 20;

/**
 * Reads a CSV file, UTF-8 or GB18030, by RFC 4180. A record that is none is a broken row; an open quote ends the reading there.
 * @throws knowledge.too_large, intake.encoding
 */
export async function readCsv(file: string, name: string, stage: string, most: number = MOST_ROWS): Promise<Sheet> {
  const copy = path.join(stage, `${path.basename(name)}.utf8`);
  const text = await asUtf8(file, copy, name);
  const bytes = await readFile(text.path);
  if (bytes.length > MOST_BYTES) throw fail("knowledge.too_large", { file: name, limit: `${MOST_BYTES} bytes` });
  const rows: SheetRow[] = [];
  let line = 1;
  for (let start = text.bom; start < bytes.length; ) {
    const { contentEnd, next, problem } = readRecord(bytes, start, bytes.length, COMMA, false);
    const undecoded = text.bad.overlap(start, problem ? bytes.length : next) >= 0;
    rows.push(rowOf(bytes, start, contentEnd, line, problem ?? (undecoded ? "encoding" : null)));
    if (rows.length > most) throw fail("knowledge.too_large", { file: name, limit: `${most} rows` });
    if (problem) break;
    line += countLines(bytes, start, next);
    start = next;
  }
  return { file: name, sheet: "", rows };
}

function rowOf(bytes: Buffer, start: number, end: number, line: number, problem: string | null): SheetRow {
  const cells = fieldsOf(bytes.toString("utf8", start, end)).map(textCell);
  if (!problem) return { line, cells };
  const expected =
    problem === "encoding" ? "text in the encoding of the file" : "a record by RFC 4180, to the end of the file";
  return { line, cells, broken: { expected, got: problem.replace("_", " ") } };
}

/** The fields of one record; a quoted one without its quotes. */
function fieldsOf(record: string): string[] {
  if (!record.includes('"')) return record.split(",");
  return [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare! : quoted.replaceAll('""', '"'),
  );
}

function countLines(bytes: Buffer, start: number, end: number): number {
  let lines = 0;
  for (let i = bytes.indexOf(LF, start); i >= 0 && i < end; i = bytes.indexOf(LF, i + 1)) lines++;
  return lines;
}
