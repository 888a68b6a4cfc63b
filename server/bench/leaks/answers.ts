import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import ExcelJS from "exceljs";

/** Everything an answer says, as text: workbooks and Parquet files are opened. */
export async function textOf(type: string, content: Buffer, scratch: string): Promise<string> {
  if (type.includes("spreadsheetml")) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(content as unknown as ArrayBuffer);
    return book.worksheets.map((sheet) => JSON.stringify(sheet.getSheetValues())).join("\n");
  }
  if (type.includes("parquet")) return parquetText(content, scratch);
  return content.toString("utf8");
}

async function parquetText(content: Buffer, scratch: string): Promise<string> {
  const file = path.join(scratch, "answer.parquet");
  await writeFile(file, content);
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll(
      `select to_json(answer)::varchar from read_parquet('${file}') as answer`,
    );
    return read.getRows().map(String).join("\n");
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(file);
  }
}
