import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EntryIndex } from "./entry-index.ts";
import { Journal } from "./journal.ts";

let dir: string;
let journal: Journal;
let index: EntryIndex;
let hour = 0;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "jiheng-index-"));
  // Three hours from one entry to the next: the sixth is of the next day in Shanghai.
  journal = await Journal.open(
    path.join(dir, "journal"),
    undefined,
    () => new Date(Date.UTC(2026, 0, 1, 1 + 3 * hour++)),
  );
  index = new EntryIndex(journal.file, ({ act, data }) => ({
    subjects: [String(data.rule)],
    text: `${act} ${data.reason}`.toLowerCase(),
  }));
  journal.onAppend((entry, { bytes, offset }) => index.add(entry, offset, bytes.length));
  for (const [actor, act, rule, reason] of [
    ["a", "rule.saved", "R1", "第一稿"],
    ["b", "rule.moved", "R1", "Shadow first"],
    ["a", "rule.saved", "R2", "a\u2028b"],
    ["a", "rule.moved", "R2", "第一稿 moved"],
    ["b", "rule.saved", "R1", "again"],
    ["c", "rule.saved", "R10", "later"],
  ] as const)
    await journal.append(actor, act, { rule, reason });
});
afterAll(async () => {
  await journal.close();
  await rm(dir, { recursive: true });
});

test.each([
  [{}, [6, 5, 4, 3, 2, 1]],
  [{ acts: new Set(["rule.moved"]) }, [4, 2]],
  [{ actors: new Set(["b", "c"]) }, [6, 5, 2]],
  [{ subject: "R1" }, [5, 2, 1]],
  [{ text: "第一稿" }, [4, 1]],
  [{ text: " MOVED  第一 " }, [4]],
  [{ from: Date.UTC(2026, 0, 1, 4), until: Date.UTC(2026, 0, 1, 10) }, [3, 2]],
  [{ text: "nothing of it" }, []],
])("%o finds %j", (query, seqs) => {
  expect(index.find(query, 100)).toEqual({ seqs, total: seqs.length });
});

test("pages follow on each other, newest first, and each knows how many there are", () => {
  expect(index.find({}, 2)).toEqual({ seqs: [6, 5], total: 6 });
  expect(index.find({ before: 5 }, 2)).toEqual({ seqs: [4, 3], total: 6 });
  expect(index.find({ before: 1 }, 2)).toEqual({ seqs: [], total: 6 });
});

test("entries are read from where they stand, whatever signs stand before", async () => {
  const read = await index.read([6, 1, 99]);
  expect(read.map(({ seq, data }) => [seq, data.reason])).toEqual([
    [6, "later"],
    [1, "第一稿"],
  ]);
});

test("acts and actors are counted, and each day has its head", async () => {
  const { acts, actors } = index.facets({ subject: "R1" });
  expect([...acts]).toEqual([
    ["rule.saved", 2],
    ["rule.moved", 1],
  ]);
  expect([...actors]).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
  expect(index.heads.map(({ day, seq }) => [day, seq])).toEqual([
    ["2026-01-01", 5],
    ["2026-01-02", 6],
  ]);
  expect(index.heads.at(-1)!.hash).toBe(journal.head.hash);
});
