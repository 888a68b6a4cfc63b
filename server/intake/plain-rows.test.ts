import fc from "fast-check";
import { expect, it } from "vitest";
import { fieldsOf } from "./csv-record.ts";
import { readFlatObject } from "./flat-json.ts";
import { PlainRows } from "./plain-rows.ts";

const names = ["setl_id", "费用", "memo"];
const plain = new PlainRows(names);
const row = (line: string) => {
  const text = plain.row(Buffer.from(line).toString("latin1"));
  return text === null ? null : fieldsOf(Buffer.from(text.slice(0, -1), "latin1"), 44).map((field) => field || null);
};

const value = fc.constantFrom(
  '"医院"',
  '"a,b"',
  '""',
  '"a\\"b"',
  '"{}"',
  '":"',
  "12.30",
  "-1e400",
  "01",
  "true",
  "null",
  "nul",
  "[1]",
  '"open',
  "",
);
const key = fc.constantFrom('"setl_id"', '"费用"', '"memo"', '"other"', '"SETL_ID"');
const gap = fc.constantFrom("", "", "", " ", "\t", "  ");
const member = fc.tuple(key, gap, value, gap).map(([k, a, v, b]) => `${k}:${a}${v}${b}`);
const line = fc
  .tuple(fc.array(member, { maxLength: 4 }), fc.constantFrom("}", "}", "}\r", "} x", ""))
  .map(([members, end]) => `{${members.join(",")}${end}`);

it("takes simple lines the quick way", () => {
  expect(row('{"setl_id":"1","费用":12.30,"memo":"无, 有"}')).toEqual(["1", "12.30", "无, 有"]);
  expect(row('{"setl_id": "1", "memo": null}\r')).toEqual(["1", null, null]);
  expect(row('{"memo":"a","setl_id":"1"}')).toBeNull();
});

it("never reads a line otherwise than the slow way", () => {
  fc.assert(
    fc.property(line, (text) => {
      const quick = row(text);
      if (quick === null) return;
      const slow: (string | null)[] = names.map(() => null);
      readFlatObject(text, (name, content) => {
        slow[names.indexOf(name)] = content || null;
      });
      expect(quick).toEqual(slow);
    }),
    { seed: 11, numRuns: 20_000 },
  );
});
