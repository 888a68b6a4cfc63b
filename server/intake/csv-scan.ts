import { open } from "node:fs/promises";
import { countByte } from "./count-byte.ts";
import { CR, LF, QUOTE, readRecord } from "./csv-record.ts";
import type { Ranges } from "./ranges.ts";

/** A CSV file whose header has been read. */
export interface CsvSource {
  path: string;
  /** Byte and physical line (from 1) where the records begin. */
  start: number;
  startLine: number;
  delimiter: number;
  fields: number;
  /** CR alone ends a line: files of old Macintosh programs. */
  returnEnds: boolean;
  /** Lines that do not decode. */
  bad: Ranges;
}

export type CsvProblem =
  | "field_count"
  | "open_quote"
  | "stray_quote"
  | "stray_return"
  | "nul_byte"
  | "encoding"
  | "record_too_long";

/** One record: `bytes[start, end)` without its line end, only valid during the call. `got` belongs to `problem`. */
export type CsvVisit = (record: CsvRecord) => void;
export interface CsvRecord {
  bytes: Buffer;
  start: number;
  end: number;
  /** Physical line it begins on. */
  line: number;
  problem: CsvProblem | null;
  got: string | null;
}

export interface CsvShape {
  blankLines: number;
  /** Records that go over several lines. */
  multiLine: number;
  lfEnds: number;
  crlfEnds: number;
}

/**
 * Goes over every record of a CSV file once, in constant memory, at about 0.7 GB/s where there are no quotes.
 *
 * A record of several lines that is not well-formed is taken for an open quote: its first line alone is rejected and reading goes on
 * with the next line, so that one quote never swallows what follows. Yields after every few megabytes, so that the caller can write
 * out what it gathered.
 */
export async function* scanCsv(
  source: CsvSource,
  maxRecordBytes: number,
  visit: CsvVisit,
  chunkBytes = 2 << 20,
): AsyncGenerator<void, CsvShape> {
  const file = await open(source.path, "r");
  try {
    const scan = new Scan(source, maxRecordBytes, visit, (await file.stat()).size, chunkBytes);
    for (;;) {
      const room = scan.room();
      const { bytesRead } = await file.read(room, 0, room.length);
      if (!scan.feed(bytesRead)) return scan.shape;
      yield;
    }
  } finally {
    await file.close();
  }
}

class Scan {
  readonly shape: CsvShape = { blankLines: 0, multiLine: 0, lfEnds: 0, crlfEnds: 0 };
  readonly #source: CsvSource;
  readonly #limit: number;
  readonly #visit: CsvVisit;
  readonly #record: CsvRecord;
  readonly #buffer: Buffer;
  readonly #words: Int32Array;
  /** Bytes of the window, all of them valid. */
  #window: Buffer;
  /** Place of the window in the file. */
  #base = 0;
  #at: number;
  #line: number;
  #ended = false;
  #skipping = false;
  /** How far open quotes may make us look ahead in vain, over the whole file. */
  #patience: number;
  /** Next place of each rare byte, at or after the last place asked for. */
  #quote = -1;
  #nul = -1;
  #return = -1;

  constructor(source: CsvSource, limit: number, visit: CsvVisit, size: number, chunkBytes: number) {
    this.#source = source;
    this.#limit = limit;
    this.#visit = visit;
    const memory = new ArrayBuffer((chunkBytes + 2 * limit + 16) & ~3);
    this.#buffer = Buffer.from(memory);
    this.#words = new Int32Array(memory);
    this.#window = this.#buffer.subarray(0, 0);
    this.#at = source.start;
    this.#line = source.startLine;
    this.#patience = 16 * size + (64 << 20);
    this.#record = { bytes: this.#buffer, start: 0, end: 0, line: 0, problem: null, got: null };
    source.bad.rewind();
  }

  /** Free memory after the window; what the records read so far used is given up first. */
  room(): Buffer {
    const used = Math.min(this.#at, this.#window.length);
    this.#buffer.copy(this.#buffer, 0, used, this.#window.length);
    this.#base += used;
    this.#at -= used;
    this.#window = this.#buffer.subarray(0, this.#window.length - used);
    return this.#buffer.subarray(this.#window.length);
  }

  /** Takes `length` new bytes and reads what is complete. False after the last record. */
  feed(length: number): boolean {
    this.#ended = length === 0;
    this.#window = this.#buffer.subarray(0, this.#window.length + length);
    this.#quote = this.#nul = this.#return = -1;
    while (this.#at < this.#window.length && (this.#ended || this.#window.length - this.#at > this.#limit + 2)) {
      if (this.#skipping) this.#skip();
      else this.#next();
    }
    return !this.#ended;
  }

  #next(): void {
    const start = this.#at;
    const { end, next } = this.#lineAt(start);
    if (end === start) {
      this.shape.blankLines++;
      this.#advance(next, 1);
      return;
    }
    this.#quote = this.#find(QUOTE, this.#quote, start);
    if (this.#quote >= end) {
      if (end - start > this.#limit) this.#reject(start, end, next, "record_too_long", null);
      else this.#accept(start, end, next, this.#countFields(start, end), 1);
      return;
    }
    this.#readQuoted(start, end, next);
  }

  #readQuoted(start: number, lineEnd: number, lineNext: number): void {
    const { delimiter, returnEnds, fields } = this.#source;
    const horizon = this.#patience > 0 ? start + this.#limit + 2 : lineNext;
    const found = readRecord(this.#window, start, Math.min(this.#window.length, horizon), delimiter, returnEnds);
    const overLines = (found.problem ? found.contentEnd : found.next) > lineNext;
    const tooLong = found.contentEnd - start > this.#limit;
    if (overLines && (found.problem || tooLong || found.fields !== fields)) {
      this.#patience -= found.contentEnd - start;
      this.#reject(start, lineEnd, lineNext, lineEnd - start > this.#limit ? "record_too_long" : "open_quote", null);
    } else if (found.problem || tooLong) {
      this.#reject(start, lineEnd, lineNext, tooLong ? "record_too_long" : found.problem!, null);
    } else {
      const lines = overLines ? this.#countLines(start, found.next) : 1;
      this.#accept(start, found.contentEnd, found.next, found.fields, lines);
    }
  }

  #accept(start: number, end: number, next: number, fields: number, lines: number): void {
    const problem = this.#problemOf(start, end, next, fields);
    if (problem !== null) {
      this.#reject(start, end, next, problem, problem === "field_count" ? String(fields) : null, lines);
      return;
    }
    if (lines > 1) this.shape.multiLine++;
    this.#emit(start, end, null, null);
    this.#advance(next, lines);
  }

  /** What is wrong with a record whose quotes are right. */
  #problemOf(start: number, end: number, next: number, fields: number): CsvProblem | null {
    const { bad, fields: expected, returnEnds } = this.#source;
    this.#nul = this.#find(0, this.#nul, start);
    if (this.#nul < end) return "nul_byte";
    if (!returnEnds && this.#quote >= end) {
      this.#return = this.#find(CR, this.#return, start);
      if (this.#return < end) return "stray_return";
    }
    if (bad.size > 0 && bad.overlap(this.#base + start, this.#base + next) >= 0) return "encoding";
    return fields === expected ? null : "field_count";
  }

  #reject(start: number, end: number, next: number, problem: CsvProblem, got: string | null, lines = 1): void {
    this.#emit(start, Math.min(end, start + this.#limit), problem, got);
    this.#skipping = this.#cutOff(next);
    this.#advance(next, this.#skipping ? 0 : lines);
  }

  /** The line goes on after the window. */
  #cutOff(next: number): boolean {
    const last = this.#window[next - 1];
    return !this.#ended && next === this.#window.length && last !== LF && !(this.#source.returnEnds && last === CR);
  }

  #emit(start: number, end: number, problem: CsvProblem | null, got: string | null): void {
    const record = this.#record;
    record.start = start;
    record.end = end;
    record.line = this.#line;
    record.problem = problem;
    record.got = got;
    this.#visit(record);
  }

  /** Leaves the rest of a line that is longer than the window. */
  #skip(): void {
    const { next } = this.#lineAt(this.#at);
    this.#skipping = this.#cutOff(next);
    this.#advance(next, this.#skipping ? 0 : 1);
  }

  #advance(next: number, lines: number): void {
    const last = this.#window[next - 1];
    if (last === CR || (last === LF && this.#window[next - 2] === CR)) this.shape.crlfEnds++;
    else if (last === LF) this.shape.lfEnds++;
    this.#line += lines;
    this.#at = next;
  }

  /** The physical line at `start`: where its content ends and where the next line begins. */
  #lineAt(start: number): { end: number; next: number } {
    const window = this.#window;
    const found = window.indexOf(LF, start);
    const lf = found < 0 ? window.length : found;
    if (this.#source.returnEnds) {
      this.#return = this.#find(CR, this.#return, start);
      if (this.#return < lf) {
        return { end: this.#return, next: this.#return + (this.#return + 1 === found ? 2 : 1) };
      }
    }
    const end = lf > start && window[lf - 1] === CR ? lf - 1 : lf;
    return { end, next: found < 0 ? lf : lf + 1 };
  }

  #find(byte: number, known: number, from: number): number {
    if (known >= from) return known;
    const found = this.#window.indexOf(byte, from);
    return found < 0 ? Number.MAX_SAFE_INTEGER : found;
  }

  #countFields(start: number, end: number): number {
    return countByte(this.#window, this.#words, start, end, this.#source.delimiter) + 1;
  }

  #countLines(start: number, next: number): number {
    let lines = 0;
    for (let i = start; i < next; ) {
      i = this.#lineAt(i).next;
      lines++;
    }
    return lines;
  }
}
