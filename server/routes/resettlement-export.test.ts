import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromIPC } from "@uwdata/flechette";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoreContext } from "../jobs/command.ts";
import exporting from "../jobs/commands/export.ts";
import type { DifferenceFilter } from "../settle/pages/difference-filter.ts";
import { arrowOf } from "../settle/pages/export/arrow.ts";
import { exportedClaims } from "../settle/pages/export/claims.ts";
import { exportedColumns } from "../settle/pages/export/columns.ts";
import { exportedRows } from "../settle/pages/export/rows.ts";
import { exportedTable } from "../settle/pages/export/table.ts";
import { workbookOf } from "../settle/pages/export/xlsx.ts";
import { type ResettledApp, resettledApp } from "../settle/pages/resettled.fixture.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { toCell } from "../store/reader.ts";
import { readWorkbook } from "../store/workbook/read.fixture.ts";
import consistency from "./consistency.ts";
import resettlement from "./resettlement.ts";

const agency = { materiality: "material", responsible: "insured_agency" };
let server: ResettledApp;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-export-"));
  const stage = await mkdtemp(path.join(folder, "stage-"));
  const settlement = (number: number) => ({
    settlement_id: `S${number}`,
    encounter_id: `E${number}`,
    person_no: `P${number}`,
    settled_at: `2021-03-1${number} 10:00:0${number}`,
  });
  server = await resettledApp(
    [resettlement, consistency],
    [1, 2, 3, 4].map(settlement),
    [],
    [
      {
        settlement_id: "S1",
        fund_difference: "100.10",
        difference_class: "RS-RATIO",
        explaining: "=filing:LT_RESIDE",
        ...agency,
      },
      { settlement_id: "S2", fund_difference: "-40.50", difference_class: "RS-DEDC", ...agency },
      { settlement_id: "S3", cannot: "tier" },
    ],
    stage,
  );
});
afterAll(() => rm(folder, { recursive: true }));

type Line = (string | number | null)[];
const query = { filter: {} as DifferenceFilter, kind: "all", order: "size" } as const;
const names = exportedColumns.map(({ name }) => name);

/** What every format is to hold. */
async function expected(): Promise<Line[]> {
  const table = await server.house.database.read(nationalPrincipal, (reader) =>
    exportedTable(reader, exportedRows(nationalPrincipal, query)),
  );
  return Array.from({ length: table.rows }, (_, row) =>
    names.map((_, column) => plain(toCell(table.value(column, row)))),
  );
}

function plain(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.join(" ") : String(value);
}

async function run(options: Record<string, string>): Promise<{ rows: number; out: string }> {
  const context = { house: server.house, principal: nationalPrincipal } as unknown as StoreContext;
  return (await exporting.run(context, { arguments: "resettlement", kind: "all", ...options })) as never;
}

test("a workbook holds the rows under Chinese headings, money as numbers of two decimals", async () => {
  const out = path.join(folder, "out.xlsx");
  expect(await run({ out })).toEqual({ what: "resettlement", rows: 4, out });
  const [head, ...rows] = (await readWorkbook(await readFile(out))).get("再结算")!;
  expect(head!.map(({ value }) => value)).toEqual(exportedColumns.map(({ zh }) => zh));
  const times = new Set(["settled_at", "month"]);
  const said = (value: string | number | null, column: number, read: unknown) => {
    if (value === null || value === "") return null;
    if (times.has(names[column]!)) return read;
    return typeof read === "number" ? Number(value) : value === "true" ? "是" : value === "false" ? "否" : value;
  };
  const lines = await expected();
  const read = rows.map((row) => row.map(({ value }) => value));
  expect(read).toEqual(lines.map((line, i) => line.map((value, column) => said(value, column, read[i]![column]))));
  expect(read.flat().filter((value) => value !== null).length).toBeGreaterThan(100);
  const cell = (name: string) => rows[0]![names.indexOf(name)]!;
  expect(cell("fund_difference")).toEqual({ value: 100.1, format: "#,##0.00" });
  expect(cell("total_cost")).toEqual({ value: 24278, format: "#,##0.00" });
  expect(cell("explaining")).toEqual({ value: "=filing:LT_RESIDE", format: "@" });
  expect(cell("settled_at").value).toEqual(new Date("2021-03-11T10:00:01Z"));
  expect([cell("insured_name").value, cell("care_name").value]).toEqual(["郑州市", "北京"]);
});

test("the sheet 说明 says what the rows are and rest on", async () => {
  const out = path.join(folder, "about.xlsx");
  await run({ out, class: "RS-DEDC", from: "2021-03", to: "2021-04" });
  const said = (await readWorkbook(await readFile(out)))
    .get("说明")!
    .map((row) => row.map(({ value }) => value).filter((value) => value !== null));
  for (const line of [
    ["行数", "1"],
    ["清单", "全部"],
    ["　差异类别", "RS-DEDC"],
    ["　结算月（起）", "2021-03"],
  ])
    expect(said).toContainEqual(line);
  expect(said.find(([name]) => name === "数据截至")?.[1]).toMatch(/^批次 \d+　2021-03-14 10:00:04$/);
  expect(said.flat()).not.toContain("示意数据");
});

test("generated data are called so, and a sheet refuses more rows than it holds", async () => {
  const table = await server.house.database.read(nationalPrincipal, (reader) =>
    exportedTable(reader, exportedRows(nationalPrincipal, query)),
  );
  const about = { exportedAt: new Date(0), lastBatch: 1, lastSettledAt: null, ruleSet: "x", generated: true };
  const exported = exportedClaims(nationalPrincipal, query, about);
  const sheets = await readWorkbook(await buffer(workbookOf(table, exported)));
  expect([...sheets.keys()]).toEqual(["再结算（示意数据）", "说明"]);
  expect(
    sheets
      .get("说明")!
      .flat()
      .map(({ value }) => value),
  ).toContain("示意数据");
  expect(() => workbookOf({ ...table, rows: 1_048_576 }, exported)).toThrow("1048576 rows, and a sheet holds 1048575");
});

test("comparisons with like settlements come as a workbook of their own, called suspicions", async () => {
  const { body } = await server.get("/api/resettlement/consistency.xlsx");
  const sheets = await readWorkbook(body);
  const said = sheets.get("说明")!.map((row) => row.map(({ value }) => value));
  expect(sheets.get("与同类不一致")).toHaveLength(2);
  expect(said[0]?.[0]).toBe("稽衡再结算：没有待遇政策文件的结算与同类不一致之处");
  expect(said.find(([name]) => name === "性质")?.[1]).toMatch(/^只是疑点，不是认定/);
});

test("CSV, Parquet and Arrow hold the same rows, money exact", async () => {
  const rows = await expected();
  expect(rows).toHaveLength(4);
  const csv = await readFile((await run({ out: path.join(folder, "out.csv") })).out, "utf8");
  expect(csv.startsWith("\uFEFFclaim_id,settlement_id,")).toBe(true);
  expect(csv.trimEnd().split("\r\n")).toHaveLength(5);
  expect(csv).toContain(",'=filing:LT_RESIDE,");

  const { out } = await run({ out: path.join(folder, "out.parquet") });
  const connection = await (await DuckDBInstance.create()).connect();
  const parquet = await connection.runAndReadAll("from read_parquet(?)", [out]);
  expect(parquet.columnNames()).toEqual(names);
  expect(parquet.columnTypes().map(String)[names.indexOf("fund_difference")]).toBe("DECIMAL(16,2)");
  expect(parquet.getRows().map((row) => row.map((value) => plain(toCell(value))))).toEqual(rows);
  expect(await readdir(server.house.folder.stage)).toEqual([]);

  const arrow = tableFromIPC(await readFile((await run({ out: path.join(folder, "out.arrow") })).out), {
    useDecimalInt: true,
  });
  expect(arrow.numRows).toBe(4);
  expect([...arrow.getChild("fund_difference")]).toEqual([10010n, -4050n, 0n, 0n]);
  expect([...arrow.getChild("deductible_due")]).toEqual([null, null, null, null]);
  expect([...arrow.getChild("care_name")]).toEqual(Array(4).fill("北京"));
  expect(Array.from(arrow.getChild("explanations"), (list) => [...list])).toEqual([["=filing:LT_RESIDE"], [], [], []]);
});

test("an Arrow stream of several batches is one table", async () => {
  const table = await server.house.database.read(nationalPrincipal, (reader) =>
    exportedTable(reader, exportedRows(nationalPrincipal, query)),
  );
  const bytes = await buffer(arrowOf(table, 3));
  const read = tableFromIPC(bytes, { useDecimalInt: true });
  expect([...read.getChild("settlement_id")]).toEqual(["S1", "S2", "S3", "S4"]);
  expect([...read.getChild("fund_difference")]).toEqual([10010n, -4050n, 0n, 0n]);
});

test("the pages give the same bytes, and who took them is written down", async () => {
  const { headers, body } = await server.get("/api/resettlement/claims.xlsx?kind=all&class=RS-DEDC");
  expect(headers["content-type"]).toBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  expect((await readWorkbook(body)).get("再结算")).toHaveLength(2);
  expect(server.acts.at(-1)).toMatchObject({
    act: "resettlement.exported",
    data: { class: "RS-DEDC", format: "xlsx", rows: 1 },
  });
});

test("what no export can be is refused, and nothing is left behind", async () => {
  const before = await readdir(folder);
  for (const options of [
    { out: "x.pdf" },
    { out: path.join(folder, "y.csv"), from: "2021-13" },
    { out: path.join(folder, "y.csv"), kind: "some" },
  ]) {
    await expect(run(options)).rejects.toMatchObject({ code: "request.invalid" });
  }
  await expect(run({ out: path.join(folder, "nowhere", "y.csv") })).rejects.toMatchObject({ code: "ENOENT" });
  expect(await readdir(folder)).toEqual(before);
});
