import { createReadStream, createWriteStream } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { fail, JihengError } from "../errors.ts";
import { diskError } from "./spool.ts";

/** The share of the free disk one decompressed file may take. */
const diskShare = 0.8;

/**
 * Decompresses `path` into `target`, streaming.
 * Throws `intake.gzip` (cut off, damaged, bytes after the end), `intake.too_large` (over `maxBytes` or over what the disk can hold), `intake.disk_full`.
 */
export async function gunzip(path: string, target: string, name: string, maxBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(target));
  const limit = Math.min(maxBytes, Math.floor(bavail * bsize * diskShare));
  let written = 0;
  const guard = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      if (written > limit)
        done(fail("intake.too_large", { file: name, got: `more than ${limit} bytes unpacked`, limit }));
      else done(null, chunk);
    },
  });
  const options = { highWaterMark: 1 << 20 };
  const unzip = createGunzip({ chunkSize: 1 << 20 });
  try {
    await pipeline(createReadStream(path, options), unzip, guard, createWriteStream(target, options));
  } catch (error) {
    if (error instanceof JihengError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!code.startsWith("Z_")) throw diskError(error, name);
    const cut = code === "Z_BUF_ERROR";
    const reason = cut ? "it ends in the middle: it is cut off" : `${(error as Error).message} (${code})`;
    throw fail("intake.gzip", { file: name, reason, unpacked: written, ...(cut ? { variant: "cut" } : {}) }, error);
  }
}
