import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "./read-csv.ts";
import { readFiles } from "./read-files.ts";
import { countRows } from "./row-counts.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "knowledge-"));
});
afterAll(() => rm(folder, { recursive: true }));

const drug = (n: number) => `XL02BBA326A00101010${String(n).padStart(4, "0")}`;
const service = (n: number) => `0021010302${String(n).padStart(5, "0")}`;
const fileOf = async (name: string, content: string | Buffer, inFolder = false) => {
  await writeFile(path.join(folder, name), content);
  return { path: path.join(folder, name), name, inFolder };
};
type Rows = (string | number | null | { formula: string })[][];
async function book(name: string, sheets: Record<string, Rows>, change: (book: ExcelJS.Workbook) => void = () => {}) {
  const workbook = new ExcelJS.Workbook();
  for (const [sheet, rows] of Object.entries(sheets)) workbook.addWorksheet(sheet).addRows(rows);
  change(workbook);
  return fileOf(name, Buffer.from(await workbook.xlsx.writeBuffer()));
}
async function read(...files: Awaited<ReturnType<typeof fileOf>>[]) {
  const { gathering, sheets, passedOver } = await readFiles(files, folder, null);
  const fates = new Map(gathering.standing().map(({ at }) => [at, "accepted" as const]));
  const points = gathering.standing().map(({ point }) => point);
  return { points, rejected: gathering.rejected, counts: countRows(sheets, fates), passedOver };
}
const gender = (rows: string[]) => `项目名称,项目说明,国标代码,限定类型,限定性别\n${rows.join("\n")}\n`;

test("a workbook as published: titles above the head, codes in the second sheet, totals and notes dropped", async () => {
  const file = await book("药品区分性别使用.xlsx", {
    知识点: [
      ["药品区分性别使用知识点"],
      ["序号", "药品通用名", "是否目录内", "限定性别", "检出逻辑", "逻辑依据", "代码数量"],
      [1, "阿帕他胺片", "是", "男", "与限定性别不符", "前列腺癌", 2],
      [2, "艾附暖宫丸", "是", "女", "与限定性别不符", "月经不调", 1],
      ["合计", null, null, null, null, null, 3],
    ],
    代码: [
      ["对应知识点序号", "通用名", "序号", "药品代码"],
      [1, "阿帕他胺片", 1, drug(1)],
      [1, "阿帕他胺片", 2, drug(2)],
      [2, "艾附暖宫丸", 1, "ZD03AAA0043010100166"],
    ],
  });
  const { points, counts } = await read(file);
  expect(points).toContainEqual(
    expect.objectContaining({ knowledge: "drug_gender", key: [drug(2)], says: { sex: "1" }, basis: "前列腺癌" }),
  );
  expect(counts).toEqual([
    expect.objectContaining({ sheet: "知识点", read: 2, accepted: 2, dropped: 1 }),
    expect.objectContaining({ sheet: "代码", read: 3, accepted: 3, rejected: 0 }),
  ]);
});

test("columns in another order and headers of either width are the same form", async () => {
  const text = `限定性别,限定类型,国 标 代 码,项目名称\n女,限定性别对象,${service(1)},"子宫造影(""加"",甲)"\n`;
  expect((await read(await fileOf("甲.csv", text))).points).toEqual([
    expect.objectContaining({ key: [service(1)], says: { sex: "2" }, itemName: '子宫造影("加",甲)' }),
  ]);
});

test("cells that are none are refused by row, with file, line, column, expected and got", async () => {
  const rows: Rows = [
    ["项目名称", "国标代码", "限定类型", "限定性别"],
    ["好", service(1), "限定性别对象", "男"],
    ["数字", 2_101_030_300_000, "限定性别对象", "男"],
    ["公式", { formula: 'CONCAT("00",A1)' }, "限定性别对象", "男"],
    ["短", "2101030300000", "限定性别对象", "男"],
    ["他词", service(2), "限定性别对象", "不限"],
    ["合并", service(3), "限定性别对象", "男"],
    ["合并二", service(4), "限定性别对象", null],
  ];
  const file = await book("项目.xlsx", { 表: rows }, (workbook) => workbook.worksheets[0]!.mergeCells("D7:D8"));
  const { rejected, counts } = await read(file);
  expect(
    rejected.map(({ file: name, sheet, line, column, got }) => [name, sheet, line, column, got.slice(0, 24)]),
  ).toEqual([
    ["项目.xlsx", "表", 3, "国标代码", "the number 2101030300000"],
    ["项目.xlsx", "表", 4, "国标代码", 'the formula =CONCAT("00"'],
    ["项目.xlsx", "表", 5, "国标代码", "2101030300000"],
    ["项目.xlsx", "表", 6, "限定性别", "不限"],
    ["项目.xlsx", "表", 8, "限定性别", "a part of merged cells"],
  ]);
  expect(counts[0]).toMatchObject({ read: 7, accepted: 2, duplicate: 0, replaced: 0, rejected: 5 });
});

test("a code in scientific notation, a broken quote and bytes of no encoding are refused by row", async () => {
  const text = gender([
    `甲,,${service(1)},限定性别对象,男`,
    "乙,,2.10103E+12,限定性别对象,男",
    `"丙,,${service(2)},限定性别对象,男`,
  ]);
  const { rejected, counts } = await read(await fileOf("乙.csv", text));
  expect(rejected.map(({ line, expected }) => [line, expected.slice(0, 22)])).toEqual([
    [3, "the whole code"],
    [4, "a record by RFC 4180, "],
  ]);
  expect(counts[0]).toMatchObject({ read: 3, accepted: 1, rejected: 2 });
});

test("the same point twice is a duplicate; with different limits both are refused", async () => {
  const row = (n: number, sex: string) => `甲,,${service(n)},限定性别对象,${sex}`;
  const { points, rejected, counts } = await read(
    await fileOf("丙.csv", gender([row(1, "男"), row(1, "男"), row(2, "男"), row(2, "女"), row(3, "女")])),
  );
  expect(points.map(({ key }) => key[0])).toEqual([service(1), service(3)]);
  expect(rejected.map(({ line, got }) => [line, got])).toEqual([
    [4, "different ones in 丙.csv line 4, 丙.csv line 5"],
    [5, "different ones in 丙.csv line 4, 丙.csv line 5"],
  ]);
  expect(counts[0]).toMatchObject({ read: 5, accepted: 2, duplicate: 1, rejected: 2 });
});

test("an operation of several groups is one point with all of them", async () => {
  const row = (group: string) => `肠粘连松解术,${service(1)},限定主次操作,${group}`;
  const text = `项目名称,国标代码,限定类型,限定值域\n${row("胃肠手术组")}\n${row("肝胆手术组")}\n${row("胃肠手术组")}\n`;
  const { points, counts } = await read(await fileOf("丁.csv", text));
  expect(points.map(({ says }) => says)).toEqual([{ surgery_groups: ["肝胆手术组", "胃肠手术组"] }]);
  expect(counts[0]!.read).toBe(counts[0]!.accepted + counts[0]!.duplicate);
});

test("sheets whose heads are alike are told apart by what stands in them", async () => {
  const head = "序号,项目名称,备注,项目代码\n";
  const course = await fileOf(
    "a.csv",
    `${head}1,手功能评定,总时间不超过90天，评定间隔时间不短于14天。,${service(1)}\n`,
  );
  const age = await fileOf("b.csv", `${head}1,职业功能训练,参保人年龄超出法定就业年龄限制,${service(1)}\n`);
  expect((await read(course, age)).points.map(({ knowledge, says }) => [knowledge, says])).toEqual([
    ["item_course", { days: "90", gap_days: "14", weekly_most: null }],
    ["item_work_age", { age_from: null, age_to: null }],
  ]);
});

test("our own form of any class is known by the file's name", async () => {
  const text = `item_code,other_code,span,hours,basis\n${service(1)},${service(2)},小时,,甲\n${service(1)},${service(3)},若干小时,6,甲\n`;
  const { points, rejected } = await read(await fileOf("item_duplicate_charge.csv", text));
  expect(points.map(({ key, says }) => [key[1], says.span, says.hours])).toEqual([[service(3), "hours", "6"]]);
  expect(rejected).toHaveLength(1);
});

test("what is of something else is passed over in a folder, and refused where it is named", async () => {
  const [other, known] = ["table,column\na,b\n", gender([`甲,,${service(1)},限定性别对象,男`])];
  const { passedOver } = await read(await fileOf("other.csv", other, true), await fileOf("known.csv", known, true));
  expect(passedOver).toEqual(["other.csv"]);
  await expect(read(await fileOf("other.csv", other))).rejects.toMatchObject({ code: "knowledge.unknown_form" });
});

test.each([
  ["a class nobody knows", `药品通用名,药品说明,限定类型,限定对象\n甲,乙,限定星座,狮子\n`],
  ["a column that is missing", `项目名称,限定类型,限定性别\n甲,限定性别对象,男\n`],
])("%s is refused as a whole", async (_, text) => {
  await expect(read(await fileOf("x.csv", text, true))).rejects.toMatchObject({ code: "knowledge.unknown_form" });
});

test("limits without their codes are refused as a whole", async () => {
  const text = "药品通用名,药品说明,限定类型,限定对象\n甲,乙,限定性别对象,男\n";
  await expect(read(await fileOf("y.csv", text))).rejects.toMatchObject({ code: "knowledge.no_codes" });
});

test("a limit without a code, a code without a limit and a name with two limits are refused by row", async () => {
  const limits =
    "药品通用名,药品说明,限定类型,限定对象\n甲,,限定性别对象,男\n乙,,限定性别对象,男\n丙,,限定性别对象,男\n丙,,限定性别对象,女\n";
  const codes = `药品通用名,药品代码\n甲,${drug(1)}\n丁,${drug(2)}\n丙,${drug(3)}\n`;
  const { points, rejected } = await read(await fileOf("z.csv", limits), await fileOf("z__codes.csv", codes));
  expect(points.map(({ key }) => key[0])).toEqual([drug(1)]);
  expect(rejected.map(({ file, line }) => `${file} ${line}`).sort()).toEqual(
    ["z.csv 3", "z.csv 4", "z.csv 5", "z__codes.csv 3", "z__codes.csv 4"].sort(),
  );
});

/** A packed file whose parts all are the same zeros, each said to be one byte. */
function bomb(bytes: number, parts: number): Buffer {
  const content = deflateRawSync(Buffer.alloc(bytes));
  const local = Buffer.alloc(30);
  local.write("PK\x03\x04", "latin1");
  const entry = Buffer.alloc(46);
  entry.write("PK\x01\x02", "latin1");
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(content.length, 20);
  entry.writeUInt32LE(1, 24);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts, 10);
  end.writeUInt32LE(local.length + content.length, 16);
  return Buffer.concat([local, content, ...Array.from({ length: parts }, () => entry), end]);
}

test.each([
  ["a password", "knowledge.workbook_locked", () => Buffer.from("d0cf11e0a1b11ae1", "hex")],
  ["more than it says when unpacked", "knowledge.too_large", () => bomb(8 << 20, 13)],
  ["no workbook in it", "knowledge.workbook_broken", () => bomb(10, 1)],
  ["no directory", "knowledge.workbook_broken", () => Buffer.from("PK\x03\x04 and nothing more")],
])("a workbook with %s is refused", async (_, code, bytes) => {
  await expect(read(await fileOf("w.xlsx", bytes()))).rejects.toMatchObject({ code });
});

test("more rows than all official knowledge has are refused", async () => {
  const { path: file } = await fileOf("much.csv", gender(["1", "2", "3"]));
  expect((await readCsv(file, "much.csv", folder, 4)).rows).toHaveLength(4);
  await expect(readCsv(file, "much.csv", folder, 3)).rejects.toMatchObject({ code: "knowledge.too_large" });
});
