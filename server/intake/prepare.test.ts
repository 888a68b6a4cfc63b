import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepare, scanFailure } from "./prepare.ts";
import type { Prepared } from "./prepared.ts";

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

async function from(content: string | Uint8Array, formatHint?: string): Promise<Prepared> {
  const path = join(stageDir, `${++number}.raw`);
  await writeFile(path, content);
  const input = { path, name: "file", ...(formatHint ? { formatHint } : {}) };
  return prepare(input, { stageDir, connection, limits: { maxRecordBytes: 10_000 } });
}

const rowsOf = async (prepared: Prepared) =>
  (await (await connection.run(`select * from ${prepared.relation.text}`)).getRowsJson()) as (string | null)[][];

async function read(content: string | Uint8Array) {
  const prepared = await from(content);
  const rows = await rowsOf(prepared);
  expect(prepared.records).toBe(rows.length + prepared.rejected.length);
  return { rows, rejected: prepared.rejected.map(({ line, code }) => `${line} ${code}`), prepared };
}

const gb18030 = (text: string) => Buffer.from([...text].flatMap((c) => gbBytes[c] ?? [c.charCodeAt(0)]));
const gbBytes: Record<string, number[]> = {
  医: [0xd2, 0xbd],
  院: [0xd4, 0xba],
  郑: [0xd6, 0xa3],
  州: [0xd6, 0xdd],
  丂: [0x81, 0x40],
  亅: [0x81, 0x7c],
};

describe("CSV", () => {
  it.each([
    ["LF", "a,b\n1,2\n3,4\n"],
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
    ["CR", "a,b\r1,2\r3,4\r"],
    ["mixed line ends", "a,b\r\n1,2\n3,4\r\n"],
    ["no last line end", "a,b\n1,2\n3,4"],
    ["a torn last line end", "a,b\r\n1,2\r\n3,4\r"],
    ["blank lines", "\n\na,b\n\n1,2\n\n\n3,4\n\n"],
    ["blank lines, CRLF", "a,b\r\n\r\n1,2\r\n\r\n3,4\r\n"],
    ["a byte order mark", "\ufeffa,b\n1,2\n3,4\n"],
    ["quotes", '"a","b"\n"1",2\n3,"4"\n'],
    ["a byte order mark and quotes", '\ufeff"a","b"\r\n"1",2\r\n3,"4"\r\n'],
    ["semicolons", "a;b\n1;2\n3;4\n"],
    ["tabs", "a\tb\n1\t2\n3\t4\n"],
    ["bars", "a|b\n1|2\n3|4\n"],
  ])("reads %s", async (_, content) => {
    const { rows, rejected, prepared } = await read(content);
    expect(prepared.columns.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(rows).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    expect(rejected).toEqual([]);
  });

  it("keeps text as it is", async () => {
    const { rows } = await read('a,b\n 1 ,"x""y, z"\n#,\\\n,""\n"line\none","line\r\ntwo"\n');
    expect(rows).toEqual([
      [" 1 ", 'x"y, z'],
      ["#", "\\"],
      [null, null],
      ["line\none", "line\r\ntwo"],
    ]);
  });

  it("ignores blank lines of a single column and keeps empty values", async () => {
    expect((await read('name\nx\n\n""\ny\n')).rows).toEqual([["x"], [null], ["y"]]);
  });

  it.each([
    ["too many fields", "3,4,5", "3 field_count"],
    ["too few fields", "3", "3 field_count"],
    ["one empty field too many, which DuckDB lets pass", "3,4,", "3 field_count"],
    ["an open quote", '3,"4', "3 open_quote"],
    ["a quote inside a field", '3,4"5', "3 stray_quote"],
    ["text after a quote", '3,"4"5', "3 stray_quote"],
    ["a blank after a quote, which DuckDB drops", '3,"4" ', "3 stray_quote"],
    ["a NUL byte", "3,4\0", "3 nul_byte"],
    ["a quoted NUL byte", '3,"4\0"', "3 nul_byte"],
    ["a carriage return", "3\r,4", "3 stray_return"],
    ["a carriage return beside quotes", '"3",\r4', "3 stray_return"],
    ["a long field", `3,${"x".repeat(20_000)}`, "3 record_too_long"],
    ["a long quoted field", `3,"${"x".repeat(20_000)}"`, "3 record_too_long"],
    ["blanks only", "  ", "3 field_count"],
  ])("rejects the line with %s and no other", async (_, line, reject) => {
    for (const end of ["\n", "\r\n"]) {
      const { rows, rejected, prepared } = await read(["a,b", "1,2", line, '"5",6', "", "7,8", ""].join(end));
      expect(rejected).toEqual([reject]);
      expect(rows.map(([a]) => a)).toEqual(["1", "5", "7"]);
      expect([...(await prepared.lineOf([1, 2, 3])).values()]).toEqual([2, 4, 6]);
      expect([...(await prepared.recordOf([1, 2, 3])).values()]).toEqual([1, 3, 4]);
    }
  });

  it("does not let an open quote swallow what follows", async () => {
    const body = Array.from({ length: 5000 }, (_, i) => `${i},"x ${i}"`);
    const { rows, rejected } = await read(["a,b", '1,"open', ...body, '2,"open again', ""].join("\n"));
    expect(rejected).toEqual(["2 open_quote", "5003 open_quote"]);
    expect(rows).toHaveLength(5000);
  });

  it("gives lines over records of several lines", async () => {
    const { prepared } = await read('a,b\n1,"x\ny\nz"\n\n3,4\n');
    expect(await prepared.lineOf([2, 1])).toEqual(
      new Map([
        [1, 2],
        [2, 6],
      ]),
    );
  });

  it("reads lines longer than its window", async () => {
    const long = "x".repeat(9_000_000);
    const { rows, rejected } = await read(`a,b\n1,2\n${long}\n3,4\n${long}`);
    expect(rejected).toEqual(["3 record_too_long", "5 record_too_long"]);
    expect(rows).toHaveLength(2);
  });

  it("reads many chunks in order", async () => {
    const lines = Array.from({ length: 300_000 }, (_, i) => `${i},"医院${i % 100}",${i % 1000 === 0 ? '"x\ny"' : "z"}`);
    const { prepared } = await read(`a,b,c\n${lines.join("\n")}\n`);
    const query = `select count(*) from (select a, row_number() over () - 1 as n from ${prepared.relation.text}) where a <> n::varchar`;
    expect(await (await connection.run(query)).getRowsJson()).toEqual([["0"]]);
  });

  it("gives broken records back as they were", async () => {
    const prepared = await from('a,b\n1,2\n3,"4\n5,6\n7,8,9\n');
    let text = "";
    for await (const part of prepared.raw(new Set([3, 4]))) text += part;
    expect(text).toBe('a,b\n3,"4\n5,6\n');
  });

  it.each([
    ["nothing", "", "intake.empty"],
    ["blank lines only", "\n\r\n\n", "intake.empty"],
    ["a byte order mark only", "\ufeff", "intake.empty"],
    ["a column without a name", "a,,c\n1,2,3\n", "intake.header"],
    ["a column named twice", "a,b,A\n1,2,3\n", "intake.header"],
    ["another delimiter", "a^b^c\n1^2^3\n", "intake.header"],
    ["another delimiter in the records", "a,b\n1;2\n3;4\n", "intake.header"],
    ["an open quote in the header", '"a,b\n1,2\n', "intake.header"],
    ["a header without end", "a".repeat(2_000_000), "intake.header"],
    ["bytes that are no text", Buffer.from([1, 2, 3, 0, 7, 10, 5]), "intake.header"],
    ["UTF-16", Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), "intake.format"],
    ["an Excel workbook", "PK\x03\x04xxxx", "intake.format"],
    ["a JSON array", '[{"a": 1}]', "intake.format"],
    ["a cut gzip", gzipSync("a,b\n1,2\n").subarray(0, 20), "intake.gzip"],
    ["bytes after a gzip", Buffer.concat([gzipSync("a,b\n1,2\n"), Buffer.from("trailing bytes")]), "intake.gzip"],
    ["a cut Parquet", "PAR1xxxxxxxx", "intake.parquet"],
    ["a false Parquet", "PAR1xxxxxxxxxxxxxxxxPAR1", "intake.parquet"],
  ])("refuses %s", async (_, content, code) => {
    await expect(from(content)).rejects.toMatchObject({ code });
  });

  it("takes a header without records", async () => {
    for (const content of ["a,b", "a,b\n", "\n\na,b\r\n\r\n"]) expect((await read(content)).rows).toEqual([]);
  });

  it("unpacks gzip, also in several members", async () => {
    const packed = Buffer.concat([gzipSync("a,b\n1,2\n"), gzipSync("3,4\n")]);
    expect((await read(packed)).rows).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("stops unpacking at the limit", async () => {
    const path = join(stageDir, "bomb.gz");
    await writeFile(path, gzipSync(Buffer.alloc(10_000_000)));
    const bomb = prepare({ path, name: "bomb" }, { stageDir, connection, limits: { maxBytes: 1_000_000 } });
    await expect(bomb).rejects.toMatchObject({ code: "intake.too_large" });
  });
});

describe("encoding", () => {
  it("reads GB18030, also where a second byte looks like a delimiter", async () => {
    const { rows, prepared } = await read(gb18030("a|b\n医院|亅丂\n郑州|亅\n"));
    expect(rows).toEqual([
      ["医院", "亅丂"],
      ["郑州", "亅"],
    ]);
    expect(prepared.columns).toHaveLength(2);
  });

  it("reads GB18030 that happens to be valid UTF-8, and western letters in UTF-8", async () => {
    expect((await read(gb18030("a,b\n医院,1\n"))).rows).toEqual([["医院", "1"]]);
    expect((await read("a,b\nSão Paulo,Ñandú·\n")).rows).toEqual([["São Paulo", "Ñandú·"]]);
    expect((await read("\ufeffa,b\nЖ,1\n")).rows).toEqual([["Ж", "1"]]);
  });

  it("rejects the damaged record of a UTF-8 file instead of reading it as GB18030", async () => {
    const content = Buffer.from("a,b\n医院,郑州\n医院,洛阳\n医院,开封\n");
    content[5] = 0x41;
    const { rows, rejected } = await read(content);
    expect(rejected).toEqual(["2 encoding"]);
    expect(rows).toEqual([
      ["医院", "洛阳"],
      ["医院", "开封"],
    ]);
  });

  it("rejects the damaged record of a GB18030 file", async () => {
    const content = Buffer.concat([gb18030("a,b\n医院,郑州\n医院,"), Buffer.from([0xff]), gb18030("\n郑州,医院\n")]);
    const { rows, rejected } = await read(content);
    expect(rejected).toEqual(["3 encoding"]);
    expect(rows).toEqual([
      ["医院", "郑州"],
      ["郑州", "医院"],
    ]);
  });

  it("refuses what is neither, with the place", async () => {
    const content = Buffer.from([0x61, 0x2c, 0x62, 10, 0xff, 0x2c, 0xff, 10, 0xff, 0x2c, 0x31, 10]);
    await expect(from(content)).rejects.toMatchObject({ code: "intake.encoding", details: { offset: 4, line: 2 } });
  });

  it("knows a character that lies across two chunks", async () => {
    for (const shift of [0, 1, 2]) {
      const { rows } = await read(`a,b\n${"x".repeat(shift)},y\n${"医院,郑州\n".repeat(100_000)}`);
      expect(rows).toHaveLength(100_001);
    }
  });
});

describe("Parquet", () => {
  const write = async (query: string) => {
    const path = join(stageDir, `${++number}.parquet`);
    await connection.run(`copy (${query}) to '${path}' (format parquet)`);
    return readFile(path);
  };

  it("keeps the types and the order", async () => {
    const { prepared, rows } = await read(
      await write("select i as id, (i * 1.25)::decimal(16, 2) as cost, date '2021-11-30' as day from range(3) t(i)"),
    );
    expect(prepared.columns).toEqual([
      { name: "id", type: "BIGINT" },
      { name: "cost", type: "DECIMAL(16,2)" },
      { name: "day", type: "DATE" },
    ]);
    expect(rows.map(([id]) => id)).toEqual(["0", "1", "2"]);
    let text = "";
    for await (const part of prepared.raw(new Set([3]))) text += part;
    expect(text).toBe("id,cost,day\n2,2.50,2021-11-30\n");
  });

  it("refuses nested columns and damaged pages", async () => {
    await expect(from(await write("select [1, 2] as list"))).rejects.toMatchObject({ code: "intake.parquet" });
    const content = await write("select 'text ' || i as t from range(10000) r(i)");
    content.fill(0xff, 40, 400);
    const prepared = await from(content);
    const failure = await rowsOf(prepared).catch((error) => scanFailure(error, prepared, "file"));
    expect(failure).toMatchObject({ code: "intake.parquet" });
  });

  it("refuses a declared format that it is not", async () => {
    await expect(from(await write("select 1 as a"), "csv")).rejects.toMatchObject({ code: "intake.format" });
  });
});
