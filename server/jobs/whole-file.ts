import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fail } from "../errors.ts";

/** The format that a file's ending asks for. @throws request.invalid for another ending */
export function formatOfFile<Format extends string>(out: string, formats: readonly Format[]): Format {
  const format = formats.find((name) => path.extname(out).toLowerCase() === `.${name}`);
  if (format) return format;
  const expected = formats.map((name) => `.${name}`).join(", ");
  throw fail("request.invalid", { where: "--out", expected: `a file that ends in ${expected}`, got: out });
}

/** Writes a file that only its owner may read. Only a whole one takes its name. */
export async function writeWhole(out: string, content: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
  const part = `${out}.part`;
  try {
    await pipeline(Readable.from(content), createWriteStream(part, { mode: 0o600 }));
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  }
}
