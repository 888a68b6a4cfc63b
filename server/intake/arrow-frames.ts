import { type FileHandle, open } from "node:fs/promises";
import { fail } from "../errors.ts";

/** The messages of an Arrow stream inside a file, and what they say about its records. */
export interface ArrowFrames {
  form: "arrow" | "arrow-file";
  /** Byte range of the stream form inside the file. */
  start: number;
  end: number;
  records: number;
  /** The first message is the schema; else it stands in the footer of a file only. */
  schemaFirst: boolean;
}

const continuation = 0xffffffff;
const longestMetadata = 64 << 20;
const largestBatch = 2 ** 30;
/** Kinds of message. */
const schema = 1;
const recordBatch = 3;

/**
 * Walks the message frames without touching the data: every byte must belong to a whole message, so that a cut file is seen even where
 * a reader would take it for a short one. Source: Arrow columnar format, "Encapsulated message format"; Message.fbs.
 * Throws `intake.arrow`.
 */
export async function readFrames(path: string, form: "arrow" | "arrow-file", name: string): Promise<ArrowFrames> {
  const refuse = (reason: string, cause?: unknown) => fail("intake.arrow", { file: name, reason }, cause);
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const start = form === "arrow-file" ? 8 : 0;
    let records = 0;
    let schemaFirst = false;
    let at = start;
    for (;;) {
      if (at === size && form === "arrow" && at > start) return { form, start, end: at, records, schemaFirst };
      const prefix = await bytes(file, at, 8, size);
      if (!prefix) throw refuse(`it ends inside a message at byte ${at}`);
      if (prefix.readUInt32LE(0) !== continuation) throw refuse(`no message where one should begin, at byte ${at}`);
      const length = prefix.readInt32LE(4);
      if (length === 0) {
        if (form === "arrow" && at + 8 !== size)
          throw refuse(`${size - at - 8} bytes follow its end, from byte ${at + 8}`);
        return { form, start, end: at + 8, records, schemaFirst };
      }
      if (length < 0 || length > longestMetadata) throw refuse(`a message header of ${length} bytes at byte ${at}`);
      const metadata = await bytes(file, at + 8, length, size);
      if (!metadata) throw refuse(`it ends inside a message at byte ${at}`);
      const message = messageOf(metadata, (cause) => refuse(`a damaged message header at byte ${at}`, cause));
      if (message.kind < schema || message.kind > recordBatch || (message.kind === schema && at !== start)) {
        throw refuse(`a message of kind ${message.kind} at byte ${at}`);
      }
      schemaFirst ||= message.kind === schema;
      if (message.body < 0 || message.body > largestBatch) {
        throw refuse(`a batch of ${message.body} bytes at byte ${at}; write batches of at most ${largestBatch} bytes`);
      }
      // A record takes at least one bit.
      if (message.rows < 0 || message.rows > 8 * message.body) {
        throw refuse(`${message.rows} records in ${message.body} bytes at byte ${at}`);
      }
      records += message.rows;
      at += 8 + length + message.body;
      if (at > size) throw refuse(`it ends inside a message, ${at - size} bytes are missing`);
    }
  } finally {
    await file.close();
  }
}

async function bytes(file: FileHandle, at: number, length: number, size: number): Promise<Buffer | undefined> {
  if (at + length > size) return undefined;
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  return bytesRead === length ? buffer : undefined;
}

/** Body length and row count from the flatbuffer `Message`: fields header_type 1, header 2, bodyLength 3; `RecordBatch`: length 0. */
function messageOf(metadata: Buffer, refuse: (cause: unknown) => Error): { kind: number; body: number; rows: number } {
  try {
    const field = (table: number, index: number): number => {
      const vtable = table - metadata.readInt32LE(table);
      const offset = 4 + 2 * index;
      if (offset >= metadata.readUInt16LE(vtable)) return 0;
      const relative = metadata.readUInt16LE(vtable + offset);
      return relative === 0 ? 0 : table + relative;
    };
    const long = (at: number) => (at === 0 ? 0 : Number(metadata.readBigInt64LE(at)));
    const root = metadata.readUInt32LE(0);
    const kindAt = field(root, 1);
    const kind = kindAt === 0 ? 0 : metadata.readUInt8(kindAt);
    const header = field(root, 2);
    const rows = kind === recordBatch && header !== 0 ? long(field(header + metadata.readUInt32LE(header), 0)) : 0;
    return { kind, body: long(field(root, 3)), rows };
  } catch (error) {
    throw refuse(error);
  }
}
