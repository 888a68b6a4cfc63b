import { open } from "node:fs/promises";
import { fail } from "../errors.ts";
import { csvRelation } from "./csv-relation.ts";
import { fieldsToCsv } from "./csv-write.ts";
import type { Utf8Text } from "./encoding.ts";
import { expectation } from "./expectation.ts";
import { FlatJsonError, type JsonProblem, readFlatObject } from "./flat-json.ts";
import type { Limits } from "./limits.ts";
import { type Line, readLines } from "./lines.ts";
import { PlainRows } from "./plain-rows.ts";
import type { Prepared, Source } from "./prepared.ts";
import { RejectList } from "./rejects.ts";
import { diskError, writeAll } from "./spool.ts";

/** Reads one JSON object per line into a CSV of texts; the columns are all keys that occur, in the order in which they come. */
export async function prepareNdjson(source: Source, text: Utf8Text): Promise<Prepared> {
  const { name, limits } = source;
  const staged = source.newPath("csv");
  let conversion = await convert(text, staged, new Columns(limits.maxColumns, name), name, limits);
  // A key that first occurs after rows were written: write again, now that all keys are known.
  if (conversion.late) conversion = await convert(text, staged, conversion.columns, name, limits);
  const { columns, records, rejects, multiLine } = conversion;
  if (columns.names.length === 0) {
    const first = rejects.all[0];
    const got = first ? `nothing but broken lines, the first one: ${first.code}` : "no key at all";
    const advice = "write every object on a line of its own";
    throw fail("intake.header", {
      file: name,
      line: first?.line ?? 1,
      variant: "json_lines",
      expected: "one JSON object per line",
      got,
      advice,
    });
  }
  return {
    format: "ndjson",
    relation: csvRelation(staged, columns.names, ",", { header: false, parallel: !multiLine }),
    columns: columns.names.map((column) => ({ name: column, type: "VARCHAR" })),
    records,
    rejected: rejects.all,
    lineOf: (ordinals) => linesOf(text, limits, rejects.recordOf(ordinals)),
    recordOf: async (ordinals) => rejects.recordOf(ordinals),
    raw: (lines) => rawLines(text, limits, lines),
  };
}

/** The keys met so far. DuckDB tells columns apart without regard to case, so `A` and `a` are one. */
class Columns {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #limit: number;
  readonly #file: string;

  constructor(limit: number, file: string) {
    this.#limit = limit;
    this.#file = file;
  }

  place(key: string): number {
    const known = this.#places.get(key);
    return known ?? this.#add(key);
  }

  #add(key: string): number {
    if (key === "") throw new FlatJsonError("json_syntax", key);
    const folded = key.toLowerCase();
    let place = this.#places.get(folded);
    if (place === undefined) {
      place = this.names.length;
      if (place >= this.#limit) {
        const got = `more than ${this.#limit}`;
        const expected = `at most ${this.#limit} different keys`;
        throw fail("intake.header", {
          file: this.#file,
          line: "?",
          variant: "too_many",
          limit: this.#limit,
          expected,
          got,
          advice: "check that keys are names",
        });
      }
      this.names.push(key);
      this.#places.set(folded, place);
    }
    this.#places.set(key, place);
    return place;
  }
}

function csvLine(row: readonly (string | null)[], width: number): string {
  const line = `${fieldsToCsv(Array.from({ length: width }, (_, i) => row[i] ?? null))}\n`;
  return Buffer.from(line).toString("latin1");
}

class Conversion {
  readonly columns: Columns;
  readonly rejects: RejectList;
  records = 0;
  multiLine = false;
  /** A key came up after the first lot was written. */
  late = false;
  #template: PlainRows | null = null;
  readonly #limits: Limits;

  constructor(columns: Columns, name: string, limits: Limits) {
    this.columns = columns;
    this.#limits = limits;
    this.rejects = new RejectList(name, limits.maxRejects);
  }

  /** One lot as CSV, a byte a character. The first lot sets the columns, so they are known before anything is written. */
  lot(lines: readonly Line[]): string {
    const known = this.#template;
    const rows: (string | (string | null)[])[] = [];
    for (const line of lines) {
      this.records++;
      const plain = known && !this.late && line.bytes && !line.bad ? known.row(line.bytes.toString("latin1")) : null;
      const row = plain ?? this.#read(line);
      if (row !== null) rows.push(row);
    }
    const width = this.columns.names.length;
    if (known && width > known.width) this.late = true;
    if (rows.length > 0) this.#template ??= new PlainRows(this.columns.names);
    if (this.late) return "";
    return rows.map((row) => (typeof row === "string" ? row : csvLine(row, width))).join("");
  }

  #read({ bytes, line, bad }: Line): (string | null)[] | null {
    const row: (string | null)[] = [];
    try {
      if (bytes === null) throw new FlatJsonError("record_too_long");
      if (bad) throw new FlatJsonError("encoding");
      readFlatObject(bytes.toString(), (key, value) => {
        const place = this.columns.place(key);
        if (row[place] !== undefined) throw new FlatJsonError("json_duplicate_key", key);
        row[place] = value;
        if (value !== null && (value.includes("\n") || value.includes("\r"))) this.multiLine = true;
      });
      return row;
    } catch (error) {
      if (!(error instanceof FlatJsonError)) throw error;
      const { problem, key } = error;
      const expected = expectedInstead(problem, this.#limits);
      this.rejects.add({ record: this.records, line, column: key, code: problem, value: null, expected });
      return null;
    }
  }
}

async function convert(
  text: Utf8Text,
  staged: string,
  columns: Columns,
  name: string,
  limits: Limits,
): Promise<Conversion> {
  const conversion = new Conversion(columns, name, limits);
  const out = await open(staged, "w", 0o600).catch((error) => Promise.reject(diskError(error, name)));
  try {
    for await (const lines of readLines(text, limits.maxRecordBytes))
      await writeAll(out, Buffer.from(conversion.lot(lines), "latin1"));
  } catch (error) {
    throw diskError(error, name);
  } finally {
    await out.close();
  }
  return conversion;
}

async function linesOf(text: Utf8Text, limits: Limits, records: Map<number, number>): Promise<Map<number, number>> {
  const ordinals = new Map([...records].map(([ordinal, record]) => [record, ordinal]));
  const found = new Map<number, number>();
  let record = 0;
  for await (const lot of readLines(text, limits.maxRecordBytes)) {
    for (const { line } of lot) {
      const ordinal = ordinals.get(++record);
      if (ordinal !== undefined) found.set(ordinal, line);
    }
  }
  return found;
}

async function* rawLines(text: Utf8Text, limits: Limits, wanted: ReadonlySet<number>): AsyncGenerator<string> {
  for await (const lot of readLines(text, limits.maxRecordBytes)) {
    for (const { bytes, line } of lot) if (wanted.has(line)) yield `${bytes?.toString() ?? ""}\n`;
  }
}

function expectedInstead(problem: JsonProblem, limits: Limits): string {
  switch (problem) {
    case "json_syntax":
    case "json_not_object":
      return expectation("json_object");
    case "json_nested":
      return expectation("json_scalar");
    case "json_duplicate_key":
      return expectation("json_keys_once");
    case "nul_byte":
      return expectation("no_nul");
    case "encoding":
      return expectation("same_encoding");
    case "record_too_long":
      return expectation("bytes", limits.maxRecordBytes);
  }
}
