import { open } from "node:fs/promises";
import { LF } from "./csv-record.ts";
import type { Utf8Text } from "./encoding.ts";

/** A line that is not blank, without its line end; null instead of the bytes of one over the limit. `bytes` is valid until the next pause. */
export interface Line {
  bytes: Buffer | null;
  line: number;
  /** It does not decode. */
  bad: boolean;
}

/** Small enough that other work of the process gets its turn between two lots. */
const chunkBytes = 512 << 10;

/** The lines of a text file in lots of a megabyte or so; constant memory. */
export async function* readLines({ path, bom, bad }: Utf8Text, longest: number): AsyncGenerator<Line[]> {
  const file = await open(path, "r");
  bad.rewind();
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes + longest + 2);
    let base = bom;
    let kept = 0;
    let line = 1;
    let skipping = false;
    for (;;) {
      const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, base + kept);
      const filled = buffer.subarray(0, kept + bytesRead);
      const lot: Line[] = [];
      let at = 0;
      for (let end = filled.indexOf(LF); end >= 0; end = filled.indexOf(LF, at)) {
        if (!skipping) take(lot, filled, at, end, line);
        skipping = false;
        line++;
        at = end + 1;
      }
      const rest = filled.length - at;
      if (bytesRead === 0 && !skipping) take(lot, filled, at, filled.length, line);
      else if (rest > longest + 1 && !skipping) {
        lot.push({ bytes: null, line, bad: false });
        skipping = true;
      }
      if (skipping) at = filled.length;
      yield lot;
      if (bytesRead === 0) return;
      filled.copy(buffer, 0, at);
      base += at;
      kept = filled.length - at;
    }

    function take(lot: Line[], filled: Buffer, start: number, end: number, number: number): void {
      const bytes = filled.subarray(start, end);
      if (bytes.length > longest) lot.push({ bytes: null, line: number, bad: false });
      else if (!isBlank(bytes)) {
        lot.push({ bytes, line: number, bad: bad.size > 0 && bad.overlap(base + start, base + end) >= 0 });
      }
    }
  } finally {
    await file.close();
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  return true;
}
