import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rulesHome } from "../../audit/rule/rule-sources.ts";
import { AuditFixture, claimRow } from "../../audit/run/run.fixture.ts";
import { parseWorkbook } from "../../knowledge/parse-workbook.ts";
import { createTable } from "../../store/ddl.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import type { Principal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { inProvince, ReviewFixture, reviewer } from "../review/reviewing.fixture.ts";
import { InstitutionAnswers } from "./answers.ts";
import { institutionList, institutionPage } from "./institutions.ts";
import { readList } from "./read-list.ts";
import { SHEET } from "./sheet-form.ts";
import { takeAnswers } from "./take-answers.ts";
import { writeList } from "./write-list.ts";

const nation = reviewer("guo");
const beijing = reviewer("bei", inProvince("110000"));
const now = new Date("2026-11-23T02:00:00Z");

let audit: AuditFixture;
let house: ReviewFixture;
const reader = () => new Reader(audit.connection);

beforeAll(async () => {
  audit = await AuditFixture.create();
  house = new ReviewFixture(audit);
  const file = "resettlement/RS-LINE.yaml";
  audit.sources = [...audit.sources, { file, text: readFileSync(new URL(file, rulesHome), "utf8") }];
  await audit.set(`alter table claim add column if not exists settlement_id varchar; alter table claim add column if not exists care_settlement_id varchar;
    alter table claim add column if not exists encounter_id varchar; alter table claim add column if not exists care_encounter_id varchar`);
  for (const name of ["finding_cost", "finding_money", "institution_answer", "account"])
    if ((await audit.read(sql`select 1 from duckdb_tables() where table_name = ${name}`)).length === 0)
      await audit.set(createTable(loadDictionary().table(name)).text);
  // Claims 1 to 5 are of institution I1 in Beijing, 6 of I2 there, 7 of I7 in Shanghai.
  const places = [1, 2, 3, 4, 5].map((n) => claimRow(n, { institution_code: "I1", settlement_id: `=S${n}` }));
  const shanghai = { care_area: "310000", care_province: "310000" };
  await audit.insert("claim", [...places, claimRow(6, { institution_code: "I2" }), claimRow(7, shanghai)]);
  const judged = { policy_id: "410100-310", filing: "REFER", difference_class: "RS-LINE", policy_defect: false };
  await audit.insert(
    "resettlement",
    [1, 2, 3, 4, 5, 6, 7].map((n) => ({ claim_id: `C${n}`, ...judged, largest_difference: `${n}0.00` })),
  );
  await audit.insert("institution", [{ institution_code: "I1", institution_name: "=京一医院" }]);
  await audit.run();
});
afterAll(() => audit.close());

async function exported(principal: Principal = nation, code = "I1"): Promise<ExcelJS.Workbook> {
  const { content } = await writeList(reader(), principal, code, { now, generated: false });
  return loaded(await buffer(content));
}

async function loaded(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return book;
}

let sent: Buffer | undefined;

/** The workbook as it came back, with what somebody did to its sheet. */
async function filled(change: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  sent ??= await buffer((await writeList(reader(), nation, "I1", { now, generated: false })).content);
  const book = await loaded(sent);
  change(book.getWorksheet(SHEET)!);
  return Buffer.from((await book.xlsx.writeBuffer()) as ArrayBuffer);
}
const answer =
  (row: number, word: string, reason = "", files = "") =>
  (sheet: ExcelJS.Worksheet) => {
    for (const [column, value] of [
      ["L", word],
      ["M", reason],
      ["N", files],
    ])
      sheet.getCell(`${column}${row}`).value = value!;
  };
const take = async (change: (sheet: ExcelJS.Worksheet) => void, principal: Principal = nation, code = "I1") =>
  takeAnswers(house, principal, code, { bytes: await filled(change), name: "核对.xlsx" });

test("a row for each finding, its key hidden, answers offered, nothing a formula", async () => {
  const book = await exported();
  expect(book.worksheets.map(({ name }) => name)).toEqual(["说明", SHEET]);
  const cover = book.worksheets[0]!.getSheetValues().flat().filter(Boolean).join("|");
  expect(cover).toContain("guo 先生（guo） 2026-11-23 10:00:00");
  const sheet = book.worksheets[1]!;
  expect(sheet.rowCount).toBe(6);
  expect(sheet.getColumn(1).hidden).toBe(true);
  expect(sheet.getCell("L4").dataValidation).toMatchObject({ type: "list", formulae: ['"认可,申诉"'] });
  expect([sheet.getCell("H2").value, sheet.getCell("H2").type]).toEqual(["=S1", ExcelJS.ValueType.String]);
  expect(sheet.getCell("D2").value).toContain("明细拆分最大一项相差10.00元");
  expect(book.worksheets[0]!.getCell("B2").type).toBe(ExcelJS.ValueType.String);
});

test("rows in order count: what is accepted stands beside the finding, what is contested is an appeal", async () => {
  const mark = (sheet: ExcelJS.Worksheet) => {
    answer(2, "认可")(sheet);
    answer(3, "申诉", "目录当月调整", "通知.pdf；清单 1.xlsx")(sheet);
    answer(4, "也许")(sheet);
  };
  const taken = await take(mark);
  expect(taken).toMatchObject({ read: 5, accepted: 1, contested: 1, unchanged: 0, blank: 2 });
  expect(taken.refused).toEqual([
    {
      row: 4,
      column: "L 机构意见",
      code: "answer",
      expected: expect.objectContaining({ zh: "认可或申诉" }),
      got: "也许",
    },
  ]);
  const page = await institutionPage(reader(), nation, "I1");
  expect(page).toMatchObject({ name: "=京一医院", findings: 5, accepted: 1, contested: 1, unanswered: 3 });
  expect(page.workbooks).toEqual([
    expect.objectContaining({ name: "核对.xlsx", accepted: 1, contested: 1, by: { id: "guo", name: "guo" } }),
  ]);
  const contested = page.answers.find((each) => each.answer === "contested")!;
  expect(contested).toMatchObject({ current: true, reason: "目录当月调整", file: "通知.pdf；清单 1.xlsx" });
  expect(await house.stage(contested.finding)).toBe("appealed");
  const before = house.entries.length;
  expect(await take(mark)).toMatchObject({ accepted: 0, contested: 0, unchanged: 2, refused: [{ row: 4 }] });
  expect(house.entries).toHaveLength(before);
});

test("two at once say it once, and an answer may change", async () => {
  const before = house.entries.length;
  const both = await Promise.all([take(answer(5, "认可", "确有其事")), take(answer(5, "认可", "确有其事"))]);
  expect(both.map(({ accepted }) => accepted).sort()).toEqual([0, 1]);
  expect(house.entries).toHaveLength(before + 1);
  expect(await take(answer(5, "认可", "已退回"))).toMatchObject({ accepted: 1, unchanged: 0 });
});

type Edit = (sheet: ExcelJS.Worksheet) => void;
const set =
  (cell: string, value: ExcelJS.CellValue): Edit =>
  (sheet) => {
    sheet.getCell(cell).value = value;
  };
const copy =
  (from: string, to: string): Edit =>
  (sheet) => {
    sheet.getCell(to).value = sheet.getCell(from).value;
  };
const accept2 = answer(2, "认可", "x");
const formula = (text: string) => ({ formula: text, result: "认可" });

test.each<[string, Edit[], object[]]>([
  ["a key of another row", [copy("A3", "A2")], [{ row: 2, column: "B 疑点编号（勿改）", code: "key" }]],
  ["a key that is none", [set("A2", "abc")], [{ row: 2, column: "A 校验键（勿改）", code: "key", got: "abc" }]],
  [
    "a formula for an answer",
    [set("L2", formula("1+1"))],
    [{ row: 2, column: "L 机构意见", code: "formula", got: "=1+1" }],
  ],
  [
    "a formula elsewhere",
    [set("D2", formula('HYPERLINK("http://x")'))],
    [{ row: 2, column: "D 说明", code: "formula" }],
  ],
  [
    "merged answers",
    [(sheet) => sheet.mergeCells("L2:L3")],
    [
      { row: 2, column: "L 机构意见", code: "merged" },
      { row: 3, column: "L 机构意见", code: "merged" },
    ],
  ],
  [
    "the same finding twice",
    [copy("A2", "A7"), copy("B2", "B7"), answer(7, "申诉", "y")],
    [
      { row: 2, code: "duplicate", got: "rows 2, 7" },
      { row: 7, code: "duplicate" },
    ],
  ],
  ["contested without a reason", [answer(2, "申诉")], [{ row: 2, column: "M 理由", code: "reason" }]],
  ["a reason without an answer", [answer(2, "", "why")], [{ row: 2, column: "L 机构意见", code: "answer" }]],
  [
    "a file with a folder",
    [answer(2, "认可", "", "../etc/passwd")],
    [{ row: 2, column: "N 材料文件名", code: "file", got: "../etc/passwd" }],
  ],
  ["a column more", [set("P2", "note")], [{ row: 2, column: "P", code: "column" }]],
  [
    "a column that is missing",
    [(sheet) => sheet.spliceColumns(3, 1)],
    [{ row: 1, column: "C 规则", code: "head", got: "说明" }],
  ],
  [
    "columns that changed places",
    [set("L1", "理由"), set("M1", "机构意见")],
    [
      { row: 1, column: "L 机构意见", code: "head", got: "理由" },
      { row: 1, column: "M 理由", code: "head", got: "机构意见" },
    ],
  ],
  [
    "a sheet of another name",
    [(sheet) => Object.assign(sheet, { name: "Sheet1" })],
    [{ row: 0, code: "sheet", got: "说明, Sheet1" }],
  ],
])("%s is refused, with where and what", async (_, edits, refused) => {
  const bytes = await filled((sheet) => {
    for (const edit of [accept2, ...edits]) edit(sheet);
  });
  const parsed = await parseWorkbook(bytes);
  const sheets = "sheets" in parsed ? parsed.sheets : [];
  const list = readList(sheets.map(({ name, rows }) => ({ file: "", sheet: name, rows })));
  expect(list.given).toEqual([]);
  expect(list.refused.slice(0, refused.length)).toEqual(refused.map((each) => expect.objectContaining(each)));
});

test("an id of nobody, and evidence of before, change nothing", async () => {
  const before = house.entries.length;
  const zeros = (n: number) => "0".repeat(n);
  const taken = await take((sheet) => {
    for (const row of [2, 3]) answer(row, "申诉", "another")(sheet);
    set("A2", `${zeros(32)}:${zeros(64)}`)(sheet);
    set("B2", zeros(32))(sheet);
    set("A3", `${sheet.getCell("B3").value}:${zeros(64)}`)(sheet);
  });
  expect(taken).toMatchObject({ accepted: 0, contested: 0, unchanged: 0, blank: 3 });
  expect(taken.refused).toMatchObject([
    { row: 2, column: "B 疑点编号（勿改）", code: "foreign" },
    { row: 3, column: "A 校验键（勿改）", code: "stale", got: "00000000…" },
  ]);
  expect(house.entries).toHaveLength(before);
});

test("rows of another institution are refused, and what one may not see is nobody's", async () => {
  const [sheet7] = [(await exported(nation, "I7")).getWorksheet(SHEET)!];
  const bring = (sheet: ExcelJS.Worksheet) => {
    for (const column of ["A", "B"]) sheet.getCell(`${column}2`).value = sheet7.getCell(`${column}2`).value;
    answer(2, "认可")(sheet);
  };
  expect((await take(bring)).refused).toMatchObject([{ row: 2, code: "other_institution", got: "I7" }]);
  expect((await take(bring, beijing)).refused).toMatchObject([{ row: 2, code: "foreign" }]);
  await expect(take(accept2, reviewer("hu", inProvince("310000")))).rejects.toMatchObject({
    code: "institution.not_found",
  });
  await expect(exported(beijing, "I7")).rejects.toMatchObject({ code: "institution.not_found" });
});

test("what is no workbook is refused as a whole", async () => {
  const bytes = Buffer.from("PK no workbook");
  await expect(takeAnswers(house, nation, "I1", { bytes, name: "x.xlsx" })).rejects.toMatchObject({
    code: "knowledge.workbook_broken",
  });
});

test("institutions are listed with their findings, a province's own only", async () => {
  const asked = { order: "findings", limit: 10, offset: 0 } as const;
  const codes = async (principal: Principal, filter = {}) =>
    (await institutionList(reader(), principal, filter, asked)).institutions.map(
      ({ code, findings }) => `${code} ${findings}`,
    );
  expect(await codes(nation)).toEqual(["I1 5", "I2 1", "I7 1"]);
  expect(await codes(beijing)).toEqual(["I1 5", "I2 1"]);
  expect(await codes(nation, { care: "310000" })).toEqual(["I7 1"]);
  expect(await codes(nation, { text: "京一" })).toEqual(["I1 5"]);
});

test("answers come back from the journal", async () => {
  const before = await audit.read(sql`from institution_answer order by workbook, finding`);
  expect(before.length).toBeGreaterThan(3);
  const kept = new InstitutionAnswers();
  for (const entry of house.entries) kept.onEntry(entry);
  await kept.project(audit.connection);
  expect(await audit.read(sql`from institution_answer order by workbook, finding`)).toEqual(before);
});
