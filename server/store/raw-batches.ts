import { createCipheriv, createDecipheriv, createHash, type KeyObject, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fail } from "../errors.ts";
import { syncDirectory, writeDurably } from "../journal/journal.ts";

const MAGIC = Buffer.from("JHRAW001");
const IV = 12;
const TAG = 16;
const CHUNK = 1 << 20;

/**
 * The bytes of every batch as they came, under their SHA-256, encrypted with AES-256-GCM: magic, nonce, ciphertext, tag.
 * Together with the journal they are the truth from which the database can be rebuilt.
 */
export class RawBatches {
  readonly dir: string;
  readonly #key: Buffer | KeyObject;

  constructor(dir: string, key: Buffer) {
    this.dir = dir;
    this.#key = key;
  }

  pathOf(sha256: string): string {
    return path.join(this.dir, sha256.slice(0, 2), `${sha256}.jhraw`);
  }

  /** Keeps the plain file `source`; on disk when it returns. Keeping the same bytes twice is the same as once. */
  async keep(source: string, sha256: string): Promise<void> {
    const target = this.pathOf(sha256);
    if (await exists(target)) return;
    await mkdir(path.dirname(target), { recursive: true });
    const temporary = `${target}.${randomBytes(4).toString("hex")}.new`;
    const iv = randomBytes(IV);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv);
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.appendFile(Buffer.concat([MAGIC, iv]));
      for await (const chunk of createReadStream(source, { highWaterMark: CHUNK }))
        await handle.appendFile(cipher.update(chunk)); // `write` may take less when the disk is almost full
      cipher.final();
      await handle.appendFile(cipher.getAuthTag());
      await handle.sync();
      await handle.close();
      await rename(temporary, target);
      await syncDirectory(path.dirname(target));
      await syncDirectory(this.dir);
    } catch (cause) {
      await handle.close().catch(() => {});
      await rm(temporary, { force: true });
      throw cause;
    }
  }

  /** Writes the plain bytes to `target`. @throws store.raw_missing, store.raw_damaged */
  async restore(sha256: string, target: string): Promise<void> {
    const file = this.pathOf(sha256);
    const size = await stat(file).then(
      (s) => s.size,
      (cause) => {
        throw fail("store.raw_missing", { file }, cause);
      },
    );
    const handle = await open(file, "r");
    try {
      const head = Buffer.alloc(MAGIC.length + IV);
      const tag = Buffer.alloc(TAG);
      await handle.read(head, 0, head.length, 0);
      await handle.read(tag, 0, TAG, Math.max(0, size - TAG));
      if (size < head.length + TAG || !head.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error("not a raw batch");
      const decipher = createDecipheriv("aes-256-gcm", this.#key, head.subarray(MAGIC.length)).setAuthTag(tag);
      const body = { start: head.length, end: size - TAG - 1, highWaterMark: CHUNK };
      const input = body.end >= body.start ? createReadStream(file, body) : [];
      await pipeline(input, decipher, createWriteStream(target, { mode: 0o600 }));
    } catch (cause) {
      await rm(target, { force: true });
      throw fail("store.raw_damaged", { file, reason: (cause as Error).message }, cause);
    } finally {
      await handle.close();
    }
  }

  /** Keeps the text of the layout a batch was read with, so that a rebuild reads it the same way. */
  async keepLayout(hash: string, text: string): Promise<void> {
    const file = this.#layoutPath(hash);
    if (await exists(file)) return;
    await mkdir(path.dirname(file), { recursive: true });
    await writeDurably(file, text);
  }

  /** The kept text of a layout. Its checks are SQL, so a text that is not the one that was kept is not used. */
  async layout(hash: string): Promise<string> {
    const file = this.#layoutPath(hash);
    const text = await readFile(file, "utf8").catch((cause) => {
      throw fail("store.raw_missing", { file }, cause);
    });
    if (createHash("sha256").update(text).digest("hex") !== hash) {
      throw fail("store.raw_damaged", { file, reason: "its content is not the one that was kept" });
    }
    return text;
  }

  #layoutPath(hash: string): string {
    return path.join(this.dir, "layouts", `${hash}.yaml`);
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
