import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";

const IV = 12;
const TAG = 16;
const CIPHER = "aes-256-gcm";

/**
 * Seals a text with AES-256-GCM: nonce, tag and ciphertext of the compressed text, in base64. `place` is bound to it, so that a
 * block moved elsewhere does not open. Nonces are random: some 2³² blocks under one key are safe, far more than are ever sealed.
 */
export function seal(key: Buffer, place: string, text: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(zstdCompressSync(text)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
}

/** The text again. Throws where the key, the place or a single bit is another. */
export function unseal(key: Buffer, place: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(IV, IV + TAG));
  const body = Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]);
  return zstdDecompressSync(body).toString("utf8");
}
