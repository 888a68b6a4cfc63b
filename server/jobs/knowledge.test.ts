import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nationalPrincipal } from "../store/principal.ts";
import { raw } from "../store/sql.ts";
import type { Options } from "./command.ts";
import knowledge from "./commands/knowledge.ts";
import { TestHouse } from "./house.fixture.ts";
import type { LoadKnowledgeAnswer } from "./load-knowledge.ts";

const code = (n: number) => `0021010302${String(n).padStart(5, "0")}`;
const shipped = "XL02BBA326A001010102180";
let at: TestHouse;
beforeAll(async () => {
  at = await TestHouse.open();
}, 300_000);
afterAll(() => at.close());

async function load(limits: Record<string, string>, options: Options = {}): Promise<LoadKnowledgeAnswer> {
  const file = path.join(at.root, "项目.csv");
  const rows = Object.entries(limits).map(([item, sex]) => `甲,乙,${item},限定性别对象,${sex}\n`);
  await writeFile(file, `项目名称,项目说明,国标代码,限定类型,限定性别\n${rows.join("")}`);
  return (await run({ arguments: ["load", file], ...options })) as LoadKnowledgeAnswer;
}
const run = (options: Options) =>
  knowledge.run(
    {
      ...{ house: at.house, config: at.config, principal: nationalPrincipal },
      ...{ progress: () => {}, signal: new AbortController().signal },
    },
    options,
  );
const inForce = () =>
  at.rows(
    raw(
      "select item_code, sex, batch from knowledge.item_gender where item_code like '0021010302%' and batch <> 'shipped' order by 1",
    ),
  );

test("what comes with the program is in force from the start", async () => {
  expect(await at.rows(raw(`select sex, batch from knowledge.drug_gender where item_code = '${shipped}'`))).toEqual([
    { sex: "1", batch: "shipped" },
  ]);
});

test("later batches supersede point by point, whatever the order of loading, and every row is accounted for", {
  timeout: 120_000,
}, async () => {
  const issue = (batch: string, published?: string) => ({ batch, ...(published ? { published } : {}) });
  expect(await load({ [code(1)]: "男", [code(2)]: "男", [code(3)]: "男" }, issue("8"))).toMatchObject({
    ...{ load: 1, read: 3, accepted: 3, duplicate: 0, replaced: 0, rejected: 0, points: 3, outdated: 0 },
  });
  expect(await load({ [code(1)]: "女", [code(2)]: "男", 短: "男" }, issue("9", "2026-04-21"))).toMatchObject({
    ...{ load: 2, read: 3, accepted: 0, duplicate: 1, replaced: 1, rejected: 1 },
    rejects: [{ file: "项目.csv", line: 4, column: "国标代码" }],
  });
  expect(await load({ [code(1)]: "男", [code(4)]: "女" }, issue("10", "2026-01-28"))).toMatchObject({
    ...{ load: 3, accepted: 2, replaced: 0, outdated: 1 },
  });
  expect(await load({ [code(3)]: "女" }, issue("7"))).toMatchObject({ load: 4, accepted: 1, outdated: 1 });
  expect(await inForce()).toEqual([
    { item_code: code(1), sex: "2", batch: "9" },
    { item_code: code(2), sex: "1", batch: "9" },
    { item_code: code(3), sex: "1", batch: "8" },
    { item_code: code(4), sex: "2", batch: "10" },
  ]);
});

test("a refused file leaves nothing behind", async () => {
  const file = path.join(at.root, "他.csv");
  await writeFile(file, "项目名称,限定类型,限定性别\n甲,限定性别对象,男\n");
  await expect(run({ arguments: ["load", file] })).rejects.toMatchObject({ code: "knowledge.unknown_form" });
  expect(await at.rows(raw("select max(load) as load from knowledge_load"))).toEqual([{ load: 4 }]);
  await expect(run({ arguments: ["load", file], published: "2026-02-30" })).rejects.toMatchObject({
    code: "request.invalid",
  });
});

test("all of it survives the database", { timeout: 120_000 }, async () => {
  const tables = ["knowledge_point", "knowledge_load", "knowledge_reject"];
  const state = () => Promise.all(tables.map((table) => at.rows(raw(`from ${table} order by all`))));
  const [before, points] = [await state(), await inForce()];
  await at.house.close();
  await rm(at.house.folder.database);
  await rm(`${at.house.folder.database}.wal`, { force: true });
  at.house = undefined as never;
  await at.reopen();
  expect(await state()).toEqual(before);
  expect(await inForce()).toEqual(points);
  const answer = await run({ arguments: ["list"] });
  expect(knowledge.print(answer)).toMatch(/^load 2\tbatch 9\t2026-04-21\t2 points\t项目\.csv$/m);
});
