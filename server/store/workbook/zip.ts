import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";
import { fail } from "../../errors.ts";

export interface Entry {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

const LIMIT = 0xffffffff;
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
/** 1980-01-01: equal content gives equal bytes. */
const DAY = 0x0021;

/**
 * Entries as the bytes of a ZIP archive (APPNOTE 6.3, without ZIP64), deflated and given on as they come.
 * @throws export.too_large where an entry or the archive passes 4 GiB
 */
export async function* zip(entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let at = 0;
  for await (const { name, content } of entries) {
    const start = at;
    const head = localHeader(name);
    yield head;
    at += head.length;
    const sums = { crc: 0, plain: 0, packed: 0 };
    for await (const piece of deflated(content, sums)) {
      yield piece;
      at += piece.length;
    }
    for (const size of [sums.plain, sums.packed, at])
      if (size > LIMIT) throw fail("export.too_large", { limit: "4 GiB" });
    const tail = fields([4, 0x08074b50], [4, sums.crc], [4, sums.packed], [4, sums.plain]);
    yield tail;
    at += tail.length;
    directory.push(directoryEntry(name, start, sums));
  }
  const listed = Buffer.concat(directory);
  yield listed;
  const count = directory.length;
  yield fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, listed.length], [4, at], [2, 0]);
}

interface Sums {
  crc: number;
  plain: number;
  packed: number;
}

async function* deflated(content: Entry["content"], sums: Sums): AsyncGenerator<Buffer> {
  const packer = createDeflateRaw({ level: 6 });
  const feeding = pipeline(counted(content, sums), packer);
  feeding.catch(() => {}); // reading the packer throws the same
  for await (const piece of packer as AsyncIterable<Buffer>) {
    sums.packed += piece.length;
    yield piece;
  }
  await feeding;
}

async function* counted(content: Entry["content"], sums: Sums): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    sums.crc = crc32(bytes, sums.crc);
    sums.plain += bytes.length;
    yield bytes;
  }
}

function localHeader(name: string): Buffer {
  const bytes = Buffer.from(name);
  const fixed = fields(
    [4, 0x04034b50],
    [2, 20],
    [2, FLAGS],
    [2, 8],
    [2, 0],
    [2, DAY],
    [4, 0],
    [4, 0],
    [4, 0],
    [2, bytes.length],
    [2, 0],
  );
  return Buffer.concat([fixed, bytes]);
}

function directoryEntry(name: string, start: number, { crc, plain, packed }: Sums): Buffer {
  const bytes = Buffer.from(name);
  const made = fields([4, 0x02014b50], [2, 20], [2, 20], [2, FLAGS], [2, 8], [2, 0], [2, DAY]);
  const sizes = fields([4, crc], [4, packed], [4, plain], [2, bytes.length], [2, 0], [2, 0]);
  const place = fields([2, 0], [2, 0], [4, 0], [4, start]);
  return Buffer.concat([made, sizes, place, bytes]);
}

/** Little-endian numbers of two or four bytes. */
function fields(...values: readonly (readonly [width: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of values) at = buffer.writeUIntLE(value, at, width);
  return buffer;
}
