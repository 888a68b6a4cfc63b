import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Clock, type FoundFile, follow } from "./follow.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jiheng-follow-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Follows with a clock that only moves when the follower waits; `acts` happen when it reaches their time. */
async function run(
  acts: [at: number, act: () => Promise<unknown>][],
  until: number,
  onFile?: (file: FoundFile) => Promise<void>,
) {
  const stop = new AbortController();
  const reported: string[] = [];
  const errors: unknown[] = [];
  let now = 0;
  const left = [...acts];
  const clock: Clock = {
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
      while (left[0] && left[0][0] <= now) await left.shift()![1]();
      if (now >= until) stop.abort();
    },
  };
  const report = async (file: FoundFile) => {
    reported.push(`${file.name} ${file.size}`);
    await onFile?.(file);
  };
  const onError = (error: unknown) => void errors.push(error);
  await follow(folder, { onFile: report, onError, signal: stop.signal, settleMs: 2000, pollMs: 1000, clock });
  return { reported, errors };
}

const put = (name: string, text: string) => writeFile(join(folder, name), text);

it("waits for a file to stop growing and reports it once", async () => {
  const grow = [1000, 2000, 3000, 4000].map((at): [number, () => Promise<void>] => [
    at,
    () => appendFile(join(folder, "a.csv"), "xx"),
  ]);
  expect((await run(grow, 20_000)).reported).toEqual(["a.csv 8"]);
});

it("reports a file again when its content changes", async () => {
  const { reported } = await run(
    [
      [0, () => put("a.csv", "1")],
      [9000, () => put("a.csv", "1234")],
      [18_000, () => utimes(join(folder, "a.csv"), 1, 1)],
    ],
    30_000,
  );
  expect(reported).toEqual(["a.csv 1", "a.csv 4", "a.csv 4"]);
});

it("leaves unfinished names, hidden files, folders and links alone until they are renamed", async () => {
  const { reported } = await run(
    [
      [0, () => put("a.csv.part", "1")],
      [0, () => put("b.tmp", "1")],
      [0, () => put(".c.csv", "1")],
      [0, () => put("~d.csv", "1")],
      [0, () => mkdir(join(folder, "e.csv"))],
      [0, () => symlink("/etc/hostname", join(folder, "f.csv"))],
      [8000, () => rename(join(folder, "a.csv.part"), join(folder, "a.csv"))],
    ],
    20_000,
  );
  expect(reported).toEqual(["a.csv 1"]);
});

it("goes on after a failure, one file at a time", async () => {
  let running = 0;
  const { reported, errors } = await run(
    [
      [0, () => put("a.csv", "1")],
      [0, () => put("b.csv", "2")],
    ],
    20_000,
    async ({ name }) => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (name === "a.csv") throw new Error("no good");
    },
  );
  expect(reported).toEqual(["a.csv 1", "b.csv 1"]);
  expect(errors).toHaveLength(1);
});

it("waits for a folder that is away", async () => {
  const { reported, errors } = await run(
    [
      [0, () => rm(folder, { recursive: true })],
      [5000, () => mkdir(folder)],
      [5000, () => put("a.csv", "1")],
    ],
    20_000,
  );
  expect(reported).toEqual(["a.csv 1"]);
  expect(errors.length).toBeGreaterThan(0);
});

it("stops at once with the system's clock", async () => {
  const stop = new AbortController();
  const done = follow(folder, { onFile: async () => stop.abort(), signal: stop.signal, settleMs: 20, pollMs: 20 });
  await put("a.csv", "1");
  await done;
  expect(stop.signal.aborted).toBe(true);
});
