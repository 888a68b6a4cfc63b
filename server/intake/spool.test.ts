import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkPath, pathInside, spool } from "./spool.ts";

let root: string;
let stageDir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "jiheng-spool-"));
  stageDir = join(root, "stage");
  await mkdir(stageDir);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

it("copies a file and a stream with their hash", async () => {
  const content = Buffer.alloc(3_000_000, "医院,");
  const path = join(root, "a.csv");
  await writeFile(path, content);
  for (const source of [path, Readable.from([content.subarray(0, 5), content.subarray(5)])]) {
    const seen: number[] = [];
    const spooled = await spool(source, stageDir, { onBytes: (bytes) => seen.push(bytes) });
    expect(spooled).toMatchObject({ bytes: content.length, sha256: sha256(content), changed: false });
    expect(await readFile(spooled.path)).toEqual(content);
    expect(seen.at(-1)).toBe(content.length);
  }
});

it("tells that a file changed while it was read", async () => {
  const path = join(root, "a.csv");
  await writeFile(path, Buffer.alloc(5_000_000));
  let once = true;
  const onBytes = () => {
    if (once) appendFileSync(path, "more");
    once = false;
  };
  expect((await spool(path, stageDir, { onBytes })).changed).toBe(true);
});

it("leaves nothing behind when it is too large, cancelled or broken off", async () => {
  const stop = new AbortController();
  const endless = () =>
    Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000);
      })(),
    );
  await expect(spool(endless(), stageDir, { maxBytes: 5000 })).rejects.toMatchObject({ code: "intake.too_large" });
  const onBytes = (bytes: number) => bytes > 5000 && stop.abort();
  await expect(spool(endless(), stageDir, { onBytes, signal: stop.signal })).rejects.toMatchObject({
    name: "AbortError",
  });
  const broken = Readable.from(
    (function* () {
      yield Buffer.alloc(10);
      throw new Error("connection lost");
    })(),
  );
  await expect(spool(broken, stageDir)).rejects.toThrow("connection lost");
  expect(await readdir(stageDir)).toEqual([]);
});

it("names a full disk", async () => {
  const full = Readable.from(
    (function* () {
      yield Buffer.alloc(10);
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    })(),
  );
  await expect(spool(full, stageDir, { name: "a.csv" })).rejects.toMatchObject({ code: "intake.disk_full" });
});

it("keeps paths inside the folder", async () => {
  await mkdir(join(root, "in"));
  await writeFile(join(root, "in", "a.csv"), "a");
  await writeFile(join(root, "secret"), "s");
  await symlink(join(root, "secret"), join(root, "in", "link"));
  await symlink("a.csv", join(root, "in", "near"));
  execFileSync("mkfifo", [join(root, "in", "pipe")]);
  const inside = join(root, "in");
  expect(await pathInside(inside, "a.csv")).toMatch(/in\/a\.csv$/);
  expect(await pathInside(inside, "near")).toMatch(/in\/a\.csv$/);
  expect(await pathInside(inside, ".", "folder")).toMatch(/in$/);
  for (const path of ["../secret", join(root, "secret"), "link", "pipe", ".", "missing", "a\0b", "/dev/zero"]) {
    await expect(pathInside(inside, path), path).rejects.toMatchObject({ code: "intake.path" });
  }
  await expect(checkPath("/dev/zero")).rejects.toMatchObject({ code: "intake.path" });
  await expect(checkPath(inside)).rejects.toMatchObject({ code: "intake.path" });
  await expect(spool(join(inside, "pipe"), stageDir)).rejects.toMatchObject({ code: "intake.path" });
});
