import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { writeDurably } from "../journal/journal.ts";

/** Keys derived from the key file, one a purpose; `fingerprint` tells which key a folder needs. */
export interface Keys {
  raw: Buffer;
  pseudonym: Buffer;
  /** Seals what stands behind pseudonyms. */
  identity: Buffer;
  /** Tells known particulars from new ones without opening them. */
  identityEntry: Buffer;
  fingerprint: string;
}

/**
 * Reads the key file, or makes one when `create` is set (a new data folder).
 * Losing the file loses the raw batches and the identities: it is backed up apart from the data.
 * @throws store.key_missing, store.key_malformed
 */
export async function loadKeys(keyFile: string, create: boolean): Promise<Keys> {
  let text: string;
  try {
    text = await readFile(keyFile, "utf8");
  } catch (cause) {
    if (!create) throw fail("store.key_missing", { file: keyFile }, cause);
    text = `${randomBytes(32).toString("hex")}\n`;
    await mkdir(path.dirname(keyFile), { recursive: true });
    await writeDurably(keyFile, text);
  }
  if (!/^[0-9a-f]{64}\s*$/.test(text)) throw fail("store.key_malformed", { file: keyFile });
  const master = Buffer.from(text.trim(), "hex");
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", master, "jiheng", purpose, 32));
  const fingerprint = createHash("sha256").update(derive("fingerprint")).digest("hex").slice(0, 16);
  return {
    raw: derive("raw batches"),
    pseudonym: derive("pseudonyms"),
    identity: derive("identities"),
    identityEntry: derive("identity entries"),
    fingerprint,
  };
}
