import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { countByte } from "./count-byte.ts";
import { drain } from "./csv.ts";
import { fieldsOf } from "./csv-record.ts";
import { type CsvSource, scanCsv } from "./csv-scan.ts";
import { fieldsToCsv } from "./csv-write.ts";
import { Ranges } from "./ranges.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jiheng-scan-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function scan(
  text: string,
  options: { fields?: number; limit?: number; chunk?: number; returnEnds?: boolean } = {},
) {
  const { fields = 2, limit = 50, chunk, returnEnds = false } = options;
  const path = join(folder, "case.csv");
  await writeFile(path, text);
  const source: CsvSource = { path, start: 0, startLine: 1, delimiter: 44, fields, returnEnds, bad: new Ranges() };
  const records: { text: string; line: number; problem: string | null }[] = [];
  const shape = await drain(
    scanCsv(
      source,
      limit,
      ({ bytes, start, end, line, problem }) =>
        records.push({ text: bytes.toString("utf8", start, end), line, problem }),
      chunk,
    ),
  );
  return { records, shape };
}

const soup = fc.array(fc.constantFrom("a", "bc", ",", ",", '"', '"', "\n", "\n", "\r\n", "\r", "\0", "x".repeat(40)), {
  maxLength: 60,
});

it("does not depend on where the window ends", async () => {
  await fc.assert(
    fc.asyncProperty(soup, fc.integer({ min: 1, max: 90 }), fc.boolean(), async (parts, chunk, returnEnds) => {
      const text = parts.join("");
      expect(await scan(text, { chunk, returnEnds })).toEqual(await scan(text, { returnEnds }));
    }),
    { seed: 7, numRuns: 300 },
  );
});

it("gives every line to a record or counts it as blank", async () => {
  await fc.assert(
    fc.asyncProperty(soup, async (parts) => {
      const text = parts.join("");
      const { records, shape } = await scan(text);
      const lines = text.split("\n");
      if (lines.at(-1) === "") lines.pop();
      const covered = records.reduce((sum, record) => sum + (record.problem ? 1 : record.text.split("\n").length), 0);
      const cut = records.filter(({ problem, text: record }) => problem === "nul_byte" && record.includes("\n"));
      const extra = cut.reduce((sum, { text: record }) => sum + record.split("\n").length - 1, 0);
      expect(covered + extra + shape.blankLines).toBe(lines.length);
    }),
    { seed: 8, numRuns: 500 },
  );
});

it("reads what RFC 4180 writes", async () => {
  const field = fc
    .array(fc.constantFrom("a", "医", ",", '"', "\n", "\r\n", " ", "\\", "'"), { maxLength: 5 })
    .map((parts) => parts.join(""));
  const row = fc.tuple(field, field, field);
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 20 }),
      fc.constantFrom("\n", "\r\n"),
      async (rows, end) => {
        const { records } = await scan(rows.map((fields) => fieldsToCsv(fields) + end).join(""), {
          fields: 3,
          limit: 500,
          chunk: 64,
        });
        expect(records.map(({ problem }) => problem)).toEqual(rows.map(() => null));
        expect(records.map(({ text }) => fieldsOf(Buffer.from(text), 44))).toEqual(rows);
      },
    ),
    { seed: 9, numRuns: 200 },
  );
});

it("counts bytes like a plain loop", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 8, maxLength: 3000 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(44, 9, 0, 128, 255),
      (bytes, a, b, byte) => {
        const memory = new ArrayBuffer((bytes.length + 3) & ~3);
        const copy = new Uint8Array(memory);
        copy.set(bytes.map((value, i) => (i % 3 === 0 ? byte : value)));
        const [start, end] = [a % bytes.length, b % bytes.length].sort((x, y) => x - y) as [number, number];
        const expected = copy.subarray(start, end).filter((value) => value === byte).length;
        expect(countByte(copy, new Int32Array(memory), start, end, byte)).toBe(expected);
      },
    ),
    { seed: 10, numRuns: 300 },
  );
});
