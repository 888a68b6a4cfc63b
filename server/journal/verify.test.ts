import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readHeads } from "./heads.ts";
import { Journal } from "./journal.ts";
import { verifyJournal } from "./verify.ts";

let dir: string;
let file: string;
let heads: { day: string; seq: number; hash: string }[];
let text: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), "jiheng-verify-"));
  file = path.join(dir, "journal");
  const journal = await Journal.open(file);
  for (let i = 1; i <= 4; i++) await journal.append("a", "act", { i, amount: "1.00" });
  heads = [{ day: "2026-01-01", ...journal.head }];
  await journal.close();
  text = await readFile(file, "utf8");
});
afterEach(() => rm(dir, { recursive: true }));

const change = (from: string | RegExp, to: string) => writeFile(file, text.replace(from, to));

test.each([
  ["a changed value", '"i":2', '"i":7', 2],
  ["a member more, which no hash covers", '"seq":3', '"seq":3,"note":"x"', 3],
  ["a space that JSON does not mind", '"i":3', '"i": 3', 3],
  ["a sign written as an escape", '"act":"act","data":{"i":2', '"act":"\\u0061ct","data":{"i":2', 2],
  ["hex in capitals", /"hash":"[0-9a-f]+"/, '"hash":"ABC"', 1],
  ["an entry left out", /\{"seq":2.*\n/, "", 2],
])("%s names the entry", async (_, from, to, seq) => {
  await change(from, to);
  await expect(verifyJournal(file)).rejects.toMatchObject({ code: "journal.broken", details: { seq } });
});

test("a cut tail is unbroken in itself; exported heads tell", async () => {
  await change(/\{"seq":3[\s\S]*/, "");
  expect(await verifyJournal(file)).toMatchObject({ entries: 2, compared: 0 });
  await expect(verifyJournal(file, undefined, { heads })).rejects.toMatchObject({
    code: "journal.cut",
    details: { seq: 3, expected: 4, day: "2026-01-01" },
  });
});

test("a journal written anew is unbroken in itself; exported heads tell", async () => {
  await rm(file);
  const forged = await Journal.open(file);
  for (let i = 1; i <= 6; i++) await forged.append("a", "act", { i, amount: "2.00" });
  await forged.close();
  expect((await verifyJournal(file)).entries).toBe(6);
  await expect(verifyJournal(file, undefined, { heads })).rejects.toMatchObject({
    code: "journal.rewritten",
    details: { seq: 4 },
  });
});

test("heads that stand are counted, also where entries came since, and a part of the file may be asked for", async () => {
  const again = await Journal.open(file);
  const { size } = again;
  await again.append("a", "act", {});
  await again.close();
  expect(await verifyJournal(file, undefined, { heads })).toMatchObject({ entries: 5, compared: 1 });
  expect(await verifyJournal(file, undefined, { heads, size })).toMatchObject({ entries: 4, compared: 1 });
});

test.each([
  "",
  "[]",
  '{"version":1,"heads":[]}',
  '{"version":2,"heads":[{}]}',
  '{"version":1,"heads":[{"day":"x","seq":0,"hash":"y"}]}',
])("%j are no heads", (given) => {
  expect(() => readHeads(given, "heads.json")).toThrow(/expected heads/);
});
