import { type FileHandle, open } from "node:fs/promises";
import { fail } from "../errors.ts";
import { checkFooter, readMessage, recordBatchMessage, schemaMessage } from "./arrow-message.ts";

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
/** Bytes of a batch: it is held in memory as a whole. */
export const largestBatch = 2 ** 30;

/**
 * Walks the message frames without touching the data: every byte must belong to a whole message, so that a cut file is seen even where
 * a reader would take it for a short one. Source: Arrow columnar format, "Encapsulated message format"; Message.fbs.
 * Throws `intake.arrow`.
 */
export async function readFrames(path: string, form: "arrow" | "arrow-file", name: string): Promise<ArrowFrames> {
  const refuse = (reason: string, cause?: unknown) => fail("intake.arrow", { file: name, reason }, cause);
  const cut = (reason: string) => fail("intake.arrow", { file: name, reason, variant: "cut" });
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const start = form === "arrow-file" ? 8 : 0;
    if (form === "arrow-file") await checkFileEnd(file, size, refuse);
    let records = 0;
    let schemaFirst = false;
    let at = start;
    for (;;) {
      if (at === size) throw cut("no mark of the end: it is cut off");
      const prefix = await bytes(file, at, 8, size);
      if (!prefix) throw cut(`it ends inside a message at byte ${at}`);
      if (prefix.readUInt32LE(0) !== continuation) throw refuse(`no message where one should begin, at byte ${at}`);
      const length = prefix.readInt32LE(4);
      if (length === 0) {
        if (form === "arrow" && at + 8 !== size)
          throw refuse(`${size - at - 8} bytes follow its end, from byte ${at + 8}`);
        return { form, start, end: at + 8, records, schemaFirst };
      }
      if (length < 0 || length > longestMetadata) throw refuse(`a message header of ${length} bytes at byte ${at}`);
      const metadata = await bytes(file, at + 8, length, size);
      if (!metadata) throw cut(`it ends inside a message at byte ${at}`);
      const message = check(
        () => readMessage(metadata),
        (cause) => refuse(`a damaged message header at byte ${at}`, cause),
      );
      const isSchema = message.kind === schemaMessage;
      if (message.kind > recordBatchMessage || message.kind < schemaMessage || (isSchema && at !== start)) {
        throw refuse(`a message of kind ${message.kind} at byte ${at}`);
      }
      schemaFirst ||= isSchema;
      if (message.body < 0 || message.body > largestBatch) {
        throw refuse(`a batch of ${message.body} bytes at byte ${at}; write batches of at most ${largestBatch} bytes`);
      }
      // A record takes at least one bit.
      if (message.rows < 0 || message.rows > 8 * message.body) {
        throw refuse(`${message.rows} records in ${message.body} bytes at byte ${at}`);
      }
      records += message.rows;
      at += 8 + length + message.body;
      if (at > size) throw cut(`it ends inside a message, ${at - size} bytes are missing`);
    }
  } finally {
    await file.close();
  }
}

async function bytes(file: FileHandle, at: number, length: number, size: number): Promise<Buffer | undefined> {
  if (at < 0 || at + length > size) return undefined;
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  return bytesRead === length ? buffer : undefined;
}

function check<T>(read: () => T, refuse: (cause: unknown) => Error): T {
  try {
    return read();
  } catch (error) {
    throw refuse(error);
  }
}

/** A file ends with its footer, the footer's length in four bytes, and ARROW1. */
async function checkFileEnd(
  file: FileHandle,
  size: number,
  refuse: (reason: string, cause?: unknown) => Error,
): Promise<void> {
  const tail = await bytes(file, size - 10, 4, size);
  const length = tail?.readInt32LE(0) ?? -1;
  const footer =
    length > 0 && length <= longestMetadata ? await bytes(file, size - 10 - length, length, size) : undefined;
  if (!footer) throw refuse(`a footer of ${length} bytes`);
  check(
    () => checkFooter(footer),
    (cause) => refuse("a damaged footer", cause),
  );
}
