import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal, verifyJournal } from "./journal.ts";

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "jiheng-journal-"));
  file = path.join(dir, "journal.ndjson");
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test.each(["a\u2028b", "a\u2029b", "a\nb\r\nc\rd", "\u0085\u000b\u0000", "\ud800 alone", "西".repeat(40_000)])(
  "what a sender calls a source never breaks the chain (%#)",
  async (source) => {
    const journal = await Journal.open(file);
    await journal.append("a", "batch.accepted", { source });
    await journal.append("a", "batch.accepted", { source });
    await journal.close();
    const read: unknown[] = [];
    const again = await Journal.open(file, ({ data }) => void read.push(data.source));
    expect(again.head).toEqual(journal.head);
    expect(read).toEqual([source, source]);
    await again.close();
  },
);

test("appends at the same time stand one after another", async () => {
  const journal = await Journal.open(file);
  await Promise.all(Array.from({ length: 50 }, (_, i) => journal.append("a", "act", { i })));
  await journal.close();
  const order: unknown[] = [];
  expect(await verifyJournal(file, ({ data }) => void order.push(data.i))).toMatchObject({ entries: 50 });
  expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test("a last line that is whole but for its end was never acknowledged", async () => {
  const journal = await Journal.open(file);
  await journal.append("a", "act", {});
  const { head } = journal;
  await journal.append("a", "act", {});
  await journal.close();
  const text = await readFile(file, "utf8");
  await writeFile(file, text.slice(0, -1));
  await expect(verifyJournal(file)).rejects.toMatchObject({ code: "journal.torn", details: { seq: 2 } });
  const again = await Journal.open(file);
  expect(again.head).toEqual(head);
  await again.append("a", "act", {});
  await again.close();
  expect(await verifyJournal(file)).toMatchObject({ entries: 2 });
});

test("bytes after the last entry that no append wrote are an error, not a crash's trace", async () => {
  const journal = await Journal.open(file);
  await journal.append("a", "act", {});
  await journal.close();
  await writeFile(file, `${await readFile(file, "utf8")}\n`);
  await expect(Journal.open(file)).rejects.toMatchObject({ code: "journal.broken", details: { seq: 2 } });
});
