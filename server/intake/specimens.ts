import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { literal } from "../store/sql.ts";

export const specimenFormats = [
  "csv",
  "csv-crlf",
  "csv-gb18030",
  "gzip",
  "ndjson",
  "parquet",
  "arrow",
  "arrow-file",
] as const;
export type SpecimenFormat = (typeof specimenFormats)[number];

const header = ["setl_id", "psn_name", "fixmedins_name", "medfee_sumamt", "begndate", "memo"];
const rows = Array.from({ length: 24 }, (_, i) => [
  `41010000${1000 + i}`,
  ["张三", "李四", "王五", "诸葛亮"][i % 4]!,
  ["郑州市第一人民医院", "北京协和医院", "上海瑞金医院"][i % 3]!,
  `${1234 + 17 * i}.${10 + i}`,
  `2021-${String(1 + (i % 11)).padStart(2, "0")}-15`,
  i % 5 === 0 ? `转诊, "${i}"` : i % 7 === 0 ? "两行\n备注" : i % 3 === 0 ? "" : "无",
]);

const quoted = (field: string) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
const csv = (end: string) => [header, ...rows].map((row) => row.map(quoted).join(",") + end).join("");
const records = rows.map((row) =>
  Object.fromEntries(header.map((name, i) => [name, name === "medfee_sumamt" ? Number(row[i]) : row[i]])),
);

/** A small valid file of every format, all with the same 24 records. `stageDir` is a folder DuckDB may write. */
export async function specimen(
  format: SpecimenFormat,
  connection: DuckDBConnection,
  stageDir: string,
): Promise<Buffer> {
  switch (format) {
    case "csv":
      return Buffer.from(csv("\n"));
    case "csv-crlf":
      return Buffer.from(`\ufeff${csv("\r\n")}`);
    case "csv-gb18030":
      return encodeGb(csv("\n"));
    case "gzip":
      return gzipSync(csv("\n"));
    case "ndjson":
      return Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    case "arrow":
    case "arrow-file": {
      const columns = header.map((name, i) => [
        name,
        vectorFromArray(
          rows.map((row) => row[i] || null),
          new Utf8(),
        ),
      ]);
      return Buffer.from(tableToIPC(new Table(Object.fromEntries(columns)), format === "arrow" ? "stream" : "file"));
    }
    case "parquet":
      return parquet(connection, stageDir);
  }
}

async function parquet(connection: DuckDBConnection, stageDir: string): Promise<Buffer> {
  const path = join(stageDir, "specimen.parquet");
  const values = rows.map((row) => `(${row.map((field) => literal(field).text).join(", ")})`).join(", ");
  const select = `select setl_id, psn_name, fixmedins_name, medfee_sumamt::decimal(16, 2) as medfee_sumamt, begndate::date as begndate, memo
    from (values ${values}) as rows(${header.join(", ")})`;
  await connection.run(`copy (${select}) to ${literal(path).text} (format parquet)`);
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}

/** Node decodes GB18030 but does not encode it: turn the decoder's table of two-byte characters around. */
function encodeGb(text: string): Buffer {
  const decoder = new TextDecoder("gb18030");
  const table = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail !== 0x7f) table.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
    }
  }
  return Buffer.from([...text].flatMap((char) => (char < "\x80" ? [char.charCodeAt(0)] : (table.get(char) ?? []))));
}
