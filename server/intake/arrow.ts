import { type FileHandle, open } from "node:fs/promises";
import { zstdDecompressSync } from "node:zlib";
import {
  CompressionType,
  compressionRegistry,
  type RecordBatch,
  RecordBatchReader,
  type Schema,
  Table,
  tableToIPC,
} from "apache-arrow";
import { type ErrorDetails, fail, JihengError } from "../errors.ts";
import { type ArrowFrames, largestBatch, readFrames } from "./arrow-frames.ts";
import { arrowText, unreadable } from "./arrow-text.ts";
import { csvRelation } from "./csv-relation.ts";
import { fieldsToCsv } from "./csv-write.ts";
import { expectation } from "./expectation.ts";
import type { Limits } from "./limits.ts";
import type { Prepared, Source } from "./prepared.ts";
import { RejectList } from "./rejects.ts";
import { diskError, writeAll } from "./spool.ts";

compressionRegistry.set(CompressionType.ZSTD, {
  decode: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: largestBatch }),
});

type ArrowProblem = "nul_byte" | "encoding" | "record_too_long";

/** Small enough that other work of the process gets its turn. */
const flushLength = 128 << 10;

/** Reads an Arrow IPC stream or file batch by batch into a CSV of exact texts; null stays apart from empty text. */
export async function prepareArrow(source: Source, form: "arrow" | "arrow-file"): Promise<Prepared> {
  const { name, path, limits } = source;
  const frames = await readFrames(path, form, name);
  const staged = source.newPath("csv");
  const conversion = new Conversion(name, limits);
  let out: FileHandle | undefined;
  try {
    out = await open(staged, "w", 0o600);
    for await (const item of read(path, frames)) {
      if ("batch" in item) {
        if (conversion.records + item.batch.numRows > frames.records)
          throw new RangeError("a batch longer than announced");
        await conversion.write(item.batch, out);
      } else conversion.start(item.schema);
    }
  } catch (error) {
    throw arrowFailure(error, name);
  } finally {
    await out?.close();
  }
  const { names, records, rejects, multiLine } = conversion;
  if (records !== frames.records) {
    throw fail("intake.arrow", { file: name, reason: `${records} records in it, ${frames.records} announced` });
  }
  return {
    format: "arrow",
    relation: csvRelation(staged, names, ",", { header: false, parallel: !multiLine, quotedNulls: false }),
    columns: names.map((column) => ({ name: column, type: "VARCHAR" })),
    records,
    rejected: rejects.all,
    lineOf: async (ordinals) => rejects.recordOf(ordinals),
    recordOf: async (ordinals) => rejects.recordOf(ordinals),
    raw: (lines) => rawRecords(path, frames, names, lines),
  };
}

class Conversion {
  readonly names: string[] = [];
  readonly rejects: RejectList;
  records = 0;
  multiLine = false;
  readonly #name: string;
  readonly #limits: Limits;

  constructor(name: string, limits: Limits) {
    this.#name = name;
    this.#limits = limits;
    this.rejects = new RejectList(name, limits.maxRejects);
  }

  start({ fields }: Schema): void {
    const refuse = (reason: string, variant: ErrorDetails = {}) =>
      fail("intake.arrow", { file: this.#name, reason, ...variant });
    if (fields.length === 0) throw refuse("it has no columns");
    if (fields.length > this.#limits.maxColumns) throw refuse(`it has ${fields.length} columns`);
    for (const { name, type } of fields) {
      const kind = unreadable(type);
      if (kind)
        throw refuse(`column "${name}" is ${kind}, which no table holds`, {
          variant: "column_type",
          column: name,
          type: String(type),
        });
      const folded = name.toLowerCase();
      if (name === "" || name.includes("\0")) throw refuse("a column has no name");
      if (this.names.some((other) => other.toLowerCase() === folded))
        throw refuse(`column "${name}" stands in it twice`, { variant: "same_name", column: name });
      this.names.push(name);
    }
  }

  async write(batch: RecordBatch, out: FileHandle): Promise<void> {
    const columns = batch.data.children.map(arrowText);
    let text = "";
    for (let row = 0; row < batch.numRows; row++) {
      this.records++;
      const problem = () => {
        const record = fieldsToCsv(columns.map((column) => column(row)));
        const trouble = this.#troubleOf(record);
        if (!trouble) text += `${record}\n`;
        return trouble;
      };
      this.#check(problem);
      if (text.length < flushLength && row < batch.numRows - 1) continue;
      await writeAll(out, Buffer.from(text));
      text = "";
    }
  }

  #check(problem: () => ArrowProblem | null): void {
    let code: ArrowProblem | null;
    try {
      code = problem();
    } catch (error) {
      // A decoder's failure concerns this text; anything else means that the buffers are damaged.
      if ((error as NodeJS.ErrnoException).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
      code = "encoding";
    }
    if (code === null) return;
    const expected = expectedInstead(code, this.#limits);
    this.rejects.add({ record: this.records, line: this.records, column: null, code, value: null, expected });
  }

  #troubleOf(record: string): ArrowProblem | null {
    if (record.includes("\0")) return "nul_byte";
    const { maxRecordBytes } = this.#limits;
    if (record.length > maxRecordBytes / 3 && Buffer.byteLength(record) > maxRecordBytes) return "record_too_long";
    this.multiLine ||= record.includes("\n") || record.includes("\r");
    return null;
  }
}

function expectedInstead(problem: ArrowProblem, { maxRecordBytes }: Limits): string {
  if (problem === "record_too_long") return expectation("bytes", maxRecordBytes);
  return expectation(problem === "nul_byte" ? "no_nul" : "same_encoding");
}

type Item = { schema: Schema } | { batch: RecordBatch };

async function* read(path: string, { form, schemaFirst, start, end }: ArrowFrames): AsyncGenerator<Item> {
  const file = await open(path, "r");
  try {
    const messages = file.createReadStream({ start, end: end - 1, autoClose: false });
    const stream = schemaFirst ? messages : concatenate(await schemaMessage(file, form), messages);
    const reader = await RecordBatchReader.from(stream);
    await reader.open();
    yield { schema: reader.schema };
    for await (const batch of reader) yield { batch };
  } finally {
    await file.close();
  }
}

/**
 * Some writers (apache-arrow for JavaScript) put the schema of a file into its footer only. The library's own reader of files goes round
 * for ever where a damaged footer leads it to a schema, so that only the schema is taken from the footer.
 */
async function schemaMessage(file: FileHandle, form: string): Promise<Uint8Array> {
  if (form !== "arrow-file") throw new RangeError("no schema at its beginning");
  const reader = await RecordBatchReader.from(file);
  await reader.open({ autoDestroy: false });
  const endOfStream = 8;
  return tableToIPC(new Table(reader.schema), "stream").subarray(0, -endOfStream);
}

async function* concatenate(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function* rawRecords(
  path: string,
  frames: ArrowFrames,
  names: readonly string[],
  wanted: ReadonlySet<number>,
): AsyncGenerator<string> {
  yield `${fieldsToCsv(names)}\n`;
  let record = 0;
  for await (const item of read(path, frames)) {
    if (!("batch" in item)) continue;
    const columns = item.batch.data.children.map((data) => orText(arrowText(data), "�"));
    for (let row = 0; row < item.batch.numRows; row++) {
      if (wanted.has(++record)) yield `${fieldsToCsv(columns.map((column) => column(row)))}\n`;
    }
  }
}

function orText(read: (row: number) => string | null, otherwise: string): (row: number) => string | null {
  return (row) => {
    try {
      return read(row);
    } catch {
      return otherwise;
    }
  };
}

function arrowFailure(error: unknown, name: string): unknown {
  const own = diskError(error, name);
  if (own instanceof JihengError) return own;
  const reason = error instanceof RangeError ? error.message : "its metadata do not describe its data";
  return fail("intake.arrow", { file: name, reason }, error);
}
