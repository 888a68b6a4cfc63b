import { open } from "node:fs/promises";
import { fail } from "../errors.ts";

export type Format = "csv" | "ndjson" | "parquet" | "arrow";
/** What the bytes are; `arrow-file` is the random-access form of the stream. */
export type Sniffed = Format | "arrow-file" | "gzip";

const refused: readonly (readonly [magic: Buffer, variant: string, what: string, advice: string])[] = [
  [Buffer.from("PK\x03\x04"), "zip", "a ZIP archive or an Excel workbook", "unpack it, or save the sheet as CSV UTF-8"],
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), "office", "an old Excel or Word file", "save the sheet as CSV UTF-8"],
  [Buffer.from("SQLite format 3\0"), "sqlite", "an SQLite database", "export the table as CSV"],
  [Buffer.from("%PDF-"), "pdf", "a PDF", "ask for the data as CSV"],
  [Buffer.from("PARE"), "encrypted", "an encrypted Parquet file", "write it without encryption"],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), "compressed", "a zstd archive", "unpack it or use gzip"],
  [Buffer.from("BZh"), "compressed", "a bzip2 archive", "unpack it or use gzip"],
  [Buffer.from([0xff, 0xfe]), "utf16", "UTF-16 text", "save it as UTF-8 or GB18030"],
  [Buffer.from([0xfe, 0xff]), "utf16", "UTF-16 text", "save it as UTF-8 or GB18030"],
];

/**
 * The format of a file by its content, never by its name.
 * Throws `intake.empty` for no bytes at all, `intake.format` for what is recognised but cannot be read, and the format's own code
 * for a file cut off at the end.
 */
export async function sniff(path: string, name: string): Promise<Sniffed> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size === 0) throw fail("intake.empty", { file: name, got: "0 bytes", variant: "no_bytes" });
    const head = Buffer.alloc(Math.min(size, 4096));
    await file.read(head, 0, head.length, 0);
    const tail = Buffer.alloc(Math.min(size, 8));
    await file.read(tail, 0, tail.length, size - tail.length);
    return classify(head, tail, size, name);
  } finally {
    await file.close();
  }
}

function classify(head: Buffer, tail: Buffer, size: number, name: string): Sniffed {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (startsWith(head, "PAR1")) {
    if (size >= 12 && tail.subarray(-4).equals(Buffer.from("PAR1"))) return "parquet";
    throw fail("intake.parquet", {
      file: name,
      variant: "cut",
      reason: `no PAR1 at the end of its ${size} bytes: it is cut off`,
    });
  }
  if (startsWith(head, "ARROW1\0\0")) {
    if (size >= 20 && tail.subarray(-6).equals(Buffer.from("ARROW1"))) return "arrow-file";
    throw fail("intake.arrow", {
      file: name,
      variant: "cut",
      reason: `no ARROW1 at the end of its ${size} bytes: it is cut off`,
    });
  }
  if (startsWith(head, "\xff\xff\xff\xff", "latin1")) return "arrow";
  for (const [magic, variant, what, advice] of refused) {
    if (head.subarray(0, magic.length).equals(magic))
      throw fail("intake.format", { file: name, got: what, advice, variant });
  }
  const text = withoutBom(head);
  const first = text.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  if (first === 0x7b) return "ndjson";
  if (first === 0x5b && looksLikeJsonArray(text)) {
    throw fail("intake.format", {
      file: name,
      variant: "json_array",
      got: "one JSON array",
      advice: "write one JSON object per line (NDJSON)",
    });
  }
  return "csv";
}

const looksLikeJsonArray = (text: Buffer) => /^\s*\[\s*([{[\]"\d-]|true|false|null|$)/.test(text.toString("latin1"));

const startsWith = (head: Buffer, magic: string, encoding: BufferEncoding = "latin1") =>
  head.subarray(0, magic.length).equals(Buffer.from(magic, encoding));

/** The bytes after a UTF-8 byte order mark, if there is one. */
export function withoutBom(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}
