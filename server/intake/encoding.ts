import { isAscii, isUtf8 } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { fail } from "../errors.ts";
import { Ranges } from "./ranges.ts";
import { diskError, writeAll } from "./spool.ts";

const newline = 10;
const carriageReturn = 13;
const chunkBytes = 1 << 20;
/** The decoder takes twice as long a byte for strings of a megabyte. */
const lotBytes = 64 << 10;
/** A line longer than this is cut; it is far over the longest record, so it is rejected anyway. */
const longestLine = 4 << 20;
const maxBadLines = 1_000_000;

/** A text file as UTF-8. */
export interface Utf8Text {
  path: string;
  encoding: "utf-8" | "gb18030";
  /** Bytes of the byte order mark at the start. */
  bom: number;
  /** Lines of `path` that do not decode; whatever record they belong to is rejected. */
  bad: Ranges;
}

/**
 * Finds whether a text file is UTF-8 or GB18030 and gives it as UTF-8; `target` is written only where that needs a copy.
 *
 * The majority of the sequences of three and more bytes decides, so that one damaged byte never turns a UTF-8 file into mojibake; lines that do not fit
 * the encoding are marked. Throws `intake.encoding` where neither fits.
 */
export async function asUtf8(path: string, target: string, name: string): Promise<Utf8Text> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(3);
    await file.read(head, 0, 3, 0);
    const bom = head.equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
    const bad = new Ranges();
    const look = await lookAt(file);
    if (look.valid && (bom > 0 || !look.doubtful)) return { path, encoding: "utf-8", bom, bad };
    if (look.valid) {
      await transcode(file, target, name, bad);
      return bad.size === 0
        ? { path: target, encoding: "gb18030", bom: 0, bad }
        : { path, encoding: "utf-8", bom, bad: new Ranges() };
    }
    if (bom > 0 || (await isMostlyUtf8(file))) {
      await markBadLines(file, name, bad);
      return { path, encoding: "utf-8", bom, bad };
    }
    await transcode(file, target, name, bad);
    return { path: target, encoding: "gb18030", bom: 0, bad };
  } finally {
    await file.close();
  }
}

interface Look {
  valid: boolean;
  /**
   * Valid, yet without a sequence of three bytes, as Chinese takes, and with letters other than western ones: 医院 in GB18030 is "ҽԺ" in
   * UTF-8. Such a file is GB18030 if all of it can be.
   */
  doubtful: boolean;
}

async function lookAt(file: FileHandle): Promise<Look> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let kept = 0;
  let chinese = false;
  let foreign = false;
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, at);
    at += bytesRead;
    const length = kept + bytesRead;
    const whole = bytesRead === 0 ? length : length - openSequence(buffer, length);
    const text = buffer.subarray(0, whole);
    if (!isUtf8(text)) return { valid: false, doubtful: false };
    if (!chinese && !isAscii(text)) {
      const highest = highestByte(text);
      chinese = highest >= 0xe0;
      foreign ||= highest >= 0xc4;
    }
    if (bytesRead === 0) return { valid: true, doubtful: foreign && !chinese };
    buffer.copy(buffer, 0, whole, length);
    kept = length - whole;
  }
}

function highestByte(bytes: Buffer): number {
  let highest = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > highest) highest = bytes[i]!;
  return highest;
}

/** How many bytes at the end begin a sequence that the next chunk goes on with (0–3). */
function openSequence(buffer: Buffer, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = buffer[length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Enough non-ASCII bytes to know an encoding. */
const sampleBytes = 1 << 20;

/** Sequences of two bytes say nothing: a fifth of the GB18030 pairs look like one. Chinese takes three in UTF-8. */
async function isMostlyUtf8(file: FileHandle): Promise<boolean> {
  let fitting = 0;
  let other = 0;
  for await (const { bytes } of lineChunks(file)) {
    for (let i = 0; i < bytes.length; ) {
      if (bytes[i]! < 0x80) {
        i++;
        continue;
      }
      const length = sequenceLength(bytes, i);
      if (length > 2) fitting += length;
      else if (length === 0) other++;
      i += length || 1;
    }
    if (fitting + other > sampleBytes) break;
  }
  return fitting > other;
}

/** Length of the well-formed multi-byte sequence at `i`, or 0. */
function sequenceLength(bytes: Buffer, i: number): number {
  const lead = bytes[i]!;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length === 0 || i + length > bytes.length) return 0;
  return isUtf8(bytes.subarray(i, i + length)) ? length : 0;
}

async function markBadLines(file: FileHandle, name: string, bad: Ranges): Promise<void> {
  for await (const { bytes, at } of lineChunks(file)) {
    if (isUtf8(bytes)) continue;
    for (const [start, end] of lines(bytes))
      if (!isUtf8(bytes.subarray(start, end))) mark(bad, at + start, at + end, name);
  }
}

async function transcode(file: FileHandle, target: string, name: string, bad: Ranges): Promise<void> {
  const strict = new TextDecoder("gb18030", { fatal: true });
  const lenient = new TextDecoder("gb18030");
  const out = await open(target, "w", 0o600);
  let written = 0;
  let decoded = 0;
  let firstBad: { offset: number; line: number } | undefined;
  let line = 1;
  const scratch = Buffer.allocUnsafe(4 * lotBytes);
  const put = async (text: string) => {
    const bytes = text.length * 3 <= scratch.length ? scratch.subarray(0, scratch.write(text)) : Buffer.from(text);
    await writeAll(out, bytes);
    return bytes.length;
  };
  try {
    for await (const { bytes, at } of lineChunks(file)) {
      const text = attempt(strict, bytes);
      if (text !== undefined) {
        if (text.length < bytes.length) decoded++;
        written += await put(text);
      } else {
        for (const [start, end] of lines(bytes)) {
          const part = bytes.subarray(start, end);
          const own = attempt(strict, part);
          if (own !== undefined && own.length < part.length) decoded++;
          const length = await put(own ?? lenient.decode(part));
          if (own === undefined) {
            firstBad ??= { offset: at + start, line: line + countLines(bytes, start) };
            mark(bad, written, written + length, name);
          }
          written += length;
        }
      }
      line += countLines(bytes, bytes.length);
    }
  } catch (error) {
    throw diskError(error, name);
  } finally {
    await out.close();
  }
  if (firstBad && bad.size >= decoded) throw fail("intake.encoding", { file: name, ...firstBad });
}

function attempt(decoder: TextDecoder, bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function mark(bad: Ranges, start: number, end: number, name: string): void {
  if (bad.size >= maxBadLines) throw fail("intake.encoding", { file: name, offset: bad.starts[0]!, line: "?" });
  bad.add(start, end);
}

const countLines = (bytes: Buffer, end: number) => {
  let count = 0;
  for (let i = bytes.indexOf(newline); i >= 0 && i < end; i = bytes.indexOf(newline, i + 1)) count++;
  return count;
};

/** The lines of a chunk with their ends. CR ends one too: neither byte can be the second of a GB18030 character. */
function* lines(bytes: Buffer): Generator<[start: number, end: number]> {
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== newline && bytes[i] !== carriageReturn) continue;
    yield [start, i + 1];
    start = i + 1;
  }
  if (start < bytes.length) yield [start, bytes.length];
}

/** The file in pieces that end with a line. The buffer is reused: do not keep it. */
async function* lineChunks(file: FileHandle): AsyncGenerator<{ bytes: Buffer; at: number }> {
  const buffer = Buffer.allocUnsafe(longestLine);
  let at = 0;
  let kept = 0;
  for (;;) {
    const wanted = Math.min(lotBytes, buffer.length - kept);
    const { bytesRead } = await file.read(buffer, kept, wanted, at + kept);
    const length = kept + bytesRead;
    if (length === 0) return;
    const filled = buffer.subarray(0, length);
    const last = Math.max(filled.lastIndexOf(newline), filled.lastIndexOf(carriageReturn));
    const cut = bytesRead === 0 || (last < 0 && length === buffer.length) ? length : last + 1;
    if (cut > 0) yield { bytes: filled.subarray(0, cut), at };
    if (bytesRead === 0) return;
    buffer.copy(buffer, 0, cut, length);
    kept = length - cut;
    at += cut;
  }
}
