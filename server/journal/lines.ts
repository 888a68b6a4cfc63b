import { createReadStream } from "node:fs";

const LF = 0x0a;

/** A line of the journal, and where it stands. `whole` is false for a last one without its end. */
export interface Line {
  bytes: Buffer;
  offset: number;
  whole: boolean;
}

/**
 * Lines ended by LF alone: `readline` would also cut at U+2028, which JSON leaves as it is inside a text.
 * @param size bytes of the file that are read; all of them unless told
 */
export async function* linesOf(file: string, size = Number.POSITIVE_INFINITY): AsyncGenerator<Line> {
  if (size <= 0) return;
  let begun: Buffer[] = [];
  let offset = 0;
  for await (const chunk of createReadStream(file, {
    end: size - 1,
    highWaterMark: 1 << 18,
  }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      const bytes = Buffer.concat([...begun, chunk.subarray(from, end)]);
      yield { bytes, offset, whole: true };
      offset += bytes.length + 1;
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield { bytes: Buffer.concat(begun), offset, whole: false };
}
