import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { fail } from "../errors.ts";

const inflate = promisify(inflateRaw);
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** All parts of a workbook unpacked. The biggest published one takes some three megabytes. */
const MOST_BYTES = 96 << 20;
const MOST_PARTS = 2_000;

const encrypted = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Looks at the bytes of a workbook before anything unpacks them: that it is one, that no password protects it, and that its parts unpacked stay within
 * the limit. Each part is unpacked up to what is left of it, so that no stated size has to be believed.
 * @throws knowledge.workbook_broken, knowledge.workbook_locked, knowledge.too_large
 */
export async function checkArchive(bytes: Buffer, file: string): Promise<void> {
  if (bytes.subarray(0, 4).equals(encrypted)) throw fail("knowledge.workbook_locked", { file });
  const broken = (reason: string) => fail("knowledge.workbook_broken", { file, reason });
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + END_BYTES > bytes.length || bytes.readUInt32LE(end) !== END)
    throw broken("no directory of its parts");
  const parts = bytes.readUInt16LE(end + 10);
  if (parts > MOST_PARTS) throw fail("knowledge.too_large", { file, limit: `${MOST_PARTS} parts` });
  let left = MOST_BYTES;
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < parts; i++) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY)
      throw broken(`part ${i + 1} of ${parts} is not listed`);
    const [flags, method, packed] = [
      bytes.readUInt16LE(at + 8),
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
    ];
    if ((flags & 1) === 1) throw fail("knowledge.workbook_locked", { file });
    const local = bytes.readUInt32LE(at + 42);
    if (local + LOCAL_BYTES > bytes.length) throw broken(`part ${i + 1} of ${parts} lies beyond its end`);
    const start = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    if (method !== 0 && method !== 8) throw broken(`part ${i + 1} is packed in an unknown way`);
    left -= method === 0 ? content.length : await unpacked(content, left, file);
    if (left < 0) throw fail("knowledge.too_large", { file, limit: `${MOST_BYTES} bytes unpacked` });
    at += ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

async function unpacked(content: Buffer, most: number, file: string): Promise<number> {
  try {
    return (await inflate(content, { maxOutputLength: most + 1 })).length;
  } catch (cause) {
    if ((cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE")
      throw fail("knowledge.too_large", { file, limit: `${MOST_BYTES} bytes unpacked` }, cause);
    throw fail("knowledge.workbook_broken", { file, reason: (cause as Error).message }, cause);
  }
}
