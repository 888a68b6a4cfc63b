import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataLock, readLock } from "./lock.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "jiheng-lock-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const write = (content: unknown) => writeFile(path.join(dir, "server.lock"), JSON.stringify(content));

test.each([
  ["an empty object", {}],
  ["nothing", null],
  ["a group of processes", { pid: 0 }],
  ["all processes", { pid: -1 }],
  ["a process that is gone", { pid: 99_999_999, started: "1" }],
  ["a process number used again, also by another user", { pid: 1, started: "never" }],
  ["our own number used again", { pid: process.pid, started: "never" }],
])("a lock left by %s does not count", async (_, holder) => {
  await write(holder);
  expect(await readLock(dir)).toBeUndefined();
  const lock = await DataLock.acquire(dir, "test");
  expect(await readLock(dir)).toMatchObject({ pid: process.pid, what: "test" });
  lock.release();
  expect(await readdir(dir)).toEqual([]);
});

test("of many that start at once in one process, one holds the folder", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => DataLock.acquire(dir, "test")));
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
  expect(refused).toEqual(Array(19).fill("store.busy"));
  expect(JSON.parse(await readFile(path.join(dir, "server.lock"), "utf8"))).toMatchObject({ what: "test" });
  for (const outcome of outcomes) if (outcome.status === "fulfilled") outcome.value.release();
});
