import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, realpath, rm, stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import type { Readable } from "node:stream";
import { fail, JihengError } from "../errors.ts";

export interface SpoolOptions {
  /** What to call the input in messages. */
  name?: string;
  maxBytes?: number;
  signal?: AbortSignal;
  /** Bytes copied so far. */
  onBytes?: (bytes: number) => void;
}

export interface Spooled {
  path: string;
  bytes: number;
  /** Lower-case hex of the bytes as they came. */
  sha256: string;
  /** The source file was written to while it was copied: wait and spool again. Always false for a stream. */
  changed: boolean;
}

/**
 * Copies a stream or a file into `stageDir` with SHA-256 on the way and fsyncs it; constant memory, and the source waits for the disk.
 * Throws `intake.too_large`, `intake.disk_full`, `intake.path`, or the source's own failure; nothing is left behind then.
 */
export async function spool(source: Readable | string, stageDir: string, options: SpoolOptions = {}): Promise<Spooled> {
  const name = options.name ?? (typeof source === "string" ? basename(source) : "input");
  const path = join(stageDir, `${randomUUID()}.raw`);
  const target = await open(path, "wx", 0o600).catch((error) => Promise.reject(diskError(error, name)));
  try {
    const copied =
      typeof source === "string"
        ? await copyFile(source, target, name, options)
        : { ...(await copy(source, target, name, options)), changed: false };
    await target.sync();
    return { path, ...copied };
  } catch (error) {
    await rm(path, { force: true });
    throw diskError(error, name);
  } finally {
    await target.close();
  }
}

async function copyFile(source: string, target: FileHandle, name: string, options: SpoolOptions) {
  // O_NONBLOCK: opening a FIFO that replaced the file since it was looked at must not hang.
  const file = await open(source, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const before = await file.stat();
    if (!before.isFile()) throw fail("intake.path", { path: source, reason: "not a regular file" });
    const stream = file.createReadStream({ highWaterMark: 1 << 20, autoClose: false });
    const copied = await copy(stream, target, name, options);
    const after = await file.stat();
    const atPath = await stat(source).catch(() => undefined);
    const changed =
      before.size !== after.size ||
      before.mtimeMs !== after.mtimeMs ||
      copied.bytes !== after.size ||
      atPath?.ino !== after.ino;
    return { ...copied, changed };
  } finally {
    await file.close();
  }
}

async function copy(source: Readable, target: FileHandle, name: string, options: SpoolOptions) {
  const hash = createHash("sha256");
  const limit = options.maxBytes ?? Number.POSITIVE_INFINITY;
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    options.signal?.throwIfAborted();
    bytes += chunk.length;
    if (bytes > limit) throw fail("intake.too_large", { file: name, got: `more than ${limit} bytes`, limit });
    hash.update(chunk);
    await writeAll(target, chunk);
    options.onBytes?.(bytes);
  }
  options.signal?.throwIfAborted();
  return { bytes, sha256: hash.digest("hex") };
}

/** Writes the whole buffer: one `write` may take less, e.g. when the disk is almost full. */
export async function writeAll(target: FileHandle, buffer: Uint8Array): Promise<void> {
  let done = 0;
  while (done < buffer.length) done += (await target.write(buffer, done)).bytesWritten;
}

/** `intake.disk_full` for a full disk or quota, anything else unchanged. */
export function diskError(error: unknown, name: string): unknown {
  if (error instanceof JihengError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOSPC" || code === "EDQUOT" ? fail("intake.disk_full", { file: name }, error) : error;
}

/**
 * The absolute path of `path` (relative ones start at `root`), which must be a regular file or folder really inside `root`.
 * Throws `intake.path` for a path outside, a symbolic link out of the folder, a pipe, socket or device, or nothing there.
 */
export async function pathInside(root: string, path: string, kind: "file" | "folder" = "file"): Promise<string> {
  const refuse = (reason: string, cause?: unknown) => fail("intake.path", { path, reason }, cause);
  if (path.includes("\0")) throw refuse("it holds a NUL byte");
  const wanted = resolve(root, path);
  const real = await realpath(wanted).catch((error) => Promise.reject(refuse("nothing is there", error)));
  const inside = relative(await realpath(root), real);
  if (inside === ".." || inside.startsWith("../") || isAbsolute(inside)) throw refuse(`it lies outside ${root}`);
  await checkKind(real, kind, refuse);
  return real;
}

/** Checks that `path` is a regular file or folder that may be read. Throws `intake.path`. */
export async function checkPath(path: string, kind: "file" | "folder" = "file"): Promise<void> {
  const refuse = (reason: string, cause?: unknown) => fail("intake.path", { path, reason }, cause);
  const real = await realpath(path).catch((error) => Promise.reject(refuse("nothing is there", error)));
  await checkKind(real, kind, refuse);
}

async function checkKind(
  path: string,
  kind: "file" | "folder",
  refuse: (reason: string) => JihengError,
): Promise<void> {
  const found = await lstat(path);
  if (kind === "file" ? found.isFile() : found.isDirectory()) return;
  const got = found.isDirectory() ? "a folder" : found.isFile() ? "a file" : "a pipe, socket or device";
  throw refuse(`expected a ${kind}, got ${got}`);
}
