import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepare } from "./prepare.ts";

let stageDir: string;
let connection: DuckDBConnection;
let number = 0;

beforeAll(async () => {
  stageDir = await mkdtemp(join(tmpdir(), "jiheng-intake-"));
  connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  await connection.run(`set allowed_directories = ['${stageDir}/']`);
  await connection.run("set enable_external_access = false");
});

afterAll(async () => {
  connection.closeSync();
  await rm(stageDir, { recursive: true });
});

async function read(content: string | Uint8Array) {
  const path = join(stageDir, `${++number}.raw`);
  await writeFile(path, content);
  const prepared = await prepare({ path, name: "file" }, { stageDir, connection, limits: { maxRecordBytes: 10_000 } });
  const rows = await (await connection.run(`select * from ${prepared.relation.text}`)).getRowsJson();
  expect(prepared.records).toBe(rows.length + prepared.rejected.length);
  const rejected = prepared.rejected.map(({ line, code, column }) => `${line} ${code}${column ? ` ${column}` : ""}`);
  return { rows, rejected, prepared, names: prepared.columns.map(({ name }) => name) };
}

async function textOf(parts: AsyncGenerator<string>): Promise<string> {
  let text = "";
  for await (const part of parts) text += part;
  return text;
}

describe("NDJSON", () => {
  it("keeps the text of numbers and the order of keys", async () => {
    const { rows, names } = await read(
      '{"a": 12.30, "b": 1e400, "c": 12345678901234567890.12}\r\n\n {"b":"医院, \\"x\\"\\n","a":-0,"d":true,"c":null}\n{}\n',
    );
    expect(names).toEqual(["a", "b", "c", "d"]);
    expect(rows).toEqual([
      ["12.30", "1e400", "12345678901234567890.12", null],
      ["-0", '医院, "x"\n', null, "true"],
      [null, null, null, null],
    ]);
  });

  it.each([
    ['{"a": 1', "json_syntax"],
    ['{"a": 01}', "json_syntax"],
    ['{"a": 1,}', "json_syntax"],
    ['{"a": NaN}', "json_syntax"],
    ['{"a": 1} x', "json_syntax"],
    ['{"a": "\t"}', "json_syntax"],
    ["[1]", "json_not_object"],
    ["12", "json_not_object"],
    ['{"a": {"b": 1}}', "json_nested a"],
    ['{"a": 1, "a": 2}', "json_duplicate_key a"],
    ['{"a": 1, "A": 2}', "json_duplicate_key A"],
    ['{"a": "\\u0000"}', "nul_byte a"],
    ['{"a": "\\ud800"}', "encoding a"],
    [`{"a": "${"x".repeat(20_000)}"}`, "record_too_long"],
  ])("rejects the line %s", async (line, reject) => {
    const { rows, rejected, prepared } = await read(`{"a": 1}\n\n${line}\n{"a": "2"}`);
    expect(rejected).toEqual([`3 ${reject}`]);
    expect(rows).toEqual([["1"], ["2"]]);
    expect(await prepared.lineOf([2])).toEqual(new Map([[2, 4]]));
    expect(await prepared.recordOf([1, 2])).toEqual(
      new Map([
        [1, 1],
        [2, 3],
      ]),
    );
  });

  it("gives broken lines back", async () => {
    const { prepared } = await read('{"a": 1}\n{"a": 1\n{"a": 2}\n');
    expect(await textOf(prepared.raw(new Set([2])))).toBe('{"a": 1\n');
  });

  it("takes a key that only occurs far down", async () => {
    const { rows, names } = await read(`${`{"a":"${"x".repeat(1000)}"}\n`.repeat(9000)}{"b":"y"}\n`);
    expect(names).toEqual(["a", "b"]);
    expect(rows).toHaveLength(9001);
    expect(rows.at(-1)).toEqual([null, "y"]);
  });

  it("refuses an object written over many lines", async () => {
    await expect(read('{\n  "a": 1\n}\n')).rejects.toMatchObject({ code: "intake.header" });
  });
});

describe("Arrow", () => {
  const column = (type: arrow.DataType, values: unknown[]) => arrow.vectorFromArray(values as never[], type);
  const decimal = () => {
    const words = new Uint32Array(12);
    words.set([1230, 0, 0, 0], 0);
    words.set(new Uint32Array(new BigInt64Array([-5n, -1n]).buffer), 4);
    const data = arrow.makeData({
      type: new arrow.Decimal(2, 16, 128),
      length: 3,
      data: words,
      nullBitmap: new Uint8Array([3]),
      nullCount: 1,
    });
    return new arrow.Vector([data]);
  };
  const table = () =>
    new arrow.Table({
      text: column(new arrow.Utf8(), ["医院", "", null]),
      coded: column(new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()), ["310", null, "310"]),
      big: column(new arrow.Int64(), [9007199254740993n, -1n, null]),
      cost: decimal(),
      single: column(new arrow.Float32(), [0.1, 1.5, null]),
      day: column(new arrow.DateDay(), [new Date("2021-11-30"), new Date("1969-12-31"), null]),
      local: column(new arrow.TimestampMicrosecond(), [1638230400123, 0, null]),
      instant: column(new arrow.TimestampSecond("UTC"), [1638230400000, 0, null]),
      flag: column(new arrow.Bool(), [true, false, null]),
    });

  it.each(["stream", "file"] as const)("writes every type exactly (%s)", async (form) => {
    const { rows, prepared } = await read(arrow.tableToIPC(table(), form));
    expect(rows).toEqual([
      [
        "医院",
        "310",
        "9007199254740993",
        "12.30",
        "0.1",
        "2021-11-30",
        "2021-11-30 00:00:00.123",
        "2021-11-30 08:00:00",
        "true",
      ],
      ["", null, "-1", "-0.05", "1.5", "1969-12-31", "1970-01-01 00:00:00", "1970-01-01 08:00:00", "false"],
      ["", "310", null, null, null, null, null, null, null].map((value, i) => (i === 0 ? null : value)),
    ]);
    expect(await textOf(prepared.raw(new Set([2])))).toContain('"",,-1,-0.05');
  });

  it("sees every cut", async () => {
    for (const form of ["stream", "file"] as const) {
      const whole = arrow.tableToIPC(table(), form);
      for (let length = whole.length - 9; length > 10; length -= 97) {
        await expect(read(whole.subarray(0, length))).rejects.toMatchObject({ code: "intake.arrow" });
      }
    }
  });

  it("refuses nested columns", async () => {
    const nested = new arrow.Table({
      list: arrow.vectorFromArray([[1, 2]], new arrow.List(new arrow.Field("x", new arrow.Int32()))),
    });
    await expect(read(arrow.tableToIPC(nested, "stream"))).rejects.toMatchObject({ code: "intake.arrow" });
  });

  it("rejects text that is no UTF-8", async () => {
    const content = arrow.tableToIPC(
      new arrow.Table({ a: column(new arrow.Utf8(), ["good", "bad!", "fine"]) }),
      "stream",
    );
    const at = Buffer.from(content).indexOf("bad!");
    content[at] = 0xff;
    const { rows, rejected } = await read(content);
    expect(rejected).toEqual(["2 encoding"]);
    expect(rows).toEqual([["good"], ["fine"]]);
  });

  it("takes a table without records", async () => {
    const { rows, names } = await read(arrow.tableToIPC(table().slice(0, 0), "stream"));
    expect(rows).toEqual([]);
    expect(names).toHaveLength(9);
  });
});
