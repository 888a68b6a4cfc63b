import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { afterAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import type { Options } from "../jobs/command.ts";
import { execute } from "../store/database.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import knowledge from "./knowledge.ts";
import knowledgeUpload from "./knowledge-upload.ts";

const stage = await mkdtemp(path.join(os.tmpdir(), "knowledge-routes-"));
afterAll(() => rm(stage, { recursive: true }));
const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
for (const { name, since } of [...loadDictionary().tables.values()].map((table) => table))
  if (since === null && /^(knowledge|rule)_/.test(name))
    await execute(connection, createTable(loadDictionary().table(name)));
await connection.run(`insert into knowledge_point (knowledge, point, load, published_batch, published_on, item_code, item_name, content, in_force, superseded_by) values
  ('drug_gender', 'X1', 0, null, null, 'X1', '甲片', '{"item_code":"X1","sex":"2"}', false, 1),
  ('drug_gender', 'X1', 1, 9, '2026-04-21', 'X1', '甲片', '{"item_code":"X1","sex":"1"}', true, null),
  ('drug_gender', 'X2', 1, 9, '2026-04-21', 'X2', '乙丸', '{"item_code":"X2","sex":"2"}', true, null);
  insert into knowledge_load (load, published_batch, published_on, files, sheets, rows_read, rows_accepted, rows_duplicate, rows_replaced, rows_rejected, points)
  values (0, null, null, ['drug_gender.csv'], '[]', 1, 1, 0, 0, 0, 1), (1, 9, '2026-04-21', ['a.xlsx'], '[]', 2, 1, 0, 1, 0, 2)`);

let principal: Principal = nationalPrincipal;
const henan: Principal = {
  ...nationalPrincipal,
  id: "henan",
  scope: { all: false, side: "either", provinces: ["410000"] },
};
const submitted: { options: Options; bytes: string }[] = [];
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
app.decorate("services", {
  house: {
    database: { read: async (_: unknown, work: (reader: Reader) => unknown) => work(new Reader(connection)) },
    folder: { stage },
  },
  jobs: {
    submit(_: string, options: Options) {
      const [, file] = options.arguments as string[];
      submitted.push({ options, bytes: readFileSync(file!, "utf8") });
      return { id: 7 };
    },
    wait: async () => ({}),
  },
} as unknown as Services);
app.decorateRequest("principal");
app.addHook("onRequest", async (request) => {
  request.principal = principal;
});
await app.register(async (scope) => knowledge(scope as App));
await app.register(async (scope) => knowledgeUpload(scope as App));

test("classes, batches and points are the same for every scope: they hold no records", async () => {
  const urls = ["/api/knowledge", "/api/knowledge/batches", "/api/knowledge/drug_gender"];
  const answers = [];
  for (const who of [nationalPrincipal, henan]) {
    principal = who;
    answers.push(await Promise.all(urls.map(async (url) => (await app.inject(url)).json())));
  }
  expect(answers[0]).toEqual(answers[1]);
  const [{ classes }, { batches }, page] = answers[0]!;
  const gender = classes.find(({ name }: { name: string }) => name === "drug_gender");
  expect(gender).toMatchObject({ points: 2, shipped: 0, superseded: 1, latest: "2026-04-21", key: ["item_code"] });
  expect(gender.rules.map(({ id }: { id: string }) => id)).toContain("GZ10000301004000");
  expect(batches).toMatchObject([
    { load: 1, batch: 9, published: "2026-04-21", inForce: 2, superseded: 0, replaced: 1 },
    { load: 0, batch: null, superseded: 1 },
  ]);
  expect(page).toMatchObject({ total: 2, points: [{ point: "X1", says: { sex: "1" }, batch: 9 }, { point: "X2" }] });
});

test("points are searched by code and name, paged, and shown with what they superseded", async () => {
  const points = async (query: string) => (await app.inject(`/api/knowledge/drug_gender?${query}`)).json();
  expect(await points(`search=${encodeURIComponent("乙")}`)).toMatchObject({ total: 1, points: [{ point: "X2" }] });
  expect(await points("offset=1&limit=1")).toMatchObject({ total: 2, points: [{ point: "X2" }] });
  expect(await points("search=x1&history=true")).toMatchObject({
    total: 2,
    points: [{ inForce: true }, { inForce: false, load: 0, supersededBy: 1, says: { sex: "2" } }],
  });
  expect((await app.inject("/api/knowledge/drug_colour")).statusCode).toBe(404);
});

test("columns say what their values stand for", async () => {
  const { classes } = (await app.inject("/api/knowledge")).json();
  const columns = (name: string) => classes.find((each: { name: string }) => each.name === name).columns;
  expect(columns("drug_gender")[0]).toMatchObject({ name: "sex", words: { 1: { zh: "男" }, 2: { zh: "女" } } });
  const span = columns("item_duplicate_charge").find(({ name }: { name: string }) => name === "span");
  expect(span.words.day).toEqual({ zh: "单日", en: "One day" });
  expect(columns("drug_course_days")[0]).toMatchObject({ name: "days", words: null });
});

test("refused rows of a load are told with what was expected, page by page", async () => {
  await connection.run(`insert into knowledge_reject (load, file, sheet, line, column_name, expected, got) values
    (1, 'a.xlsx', '一', 3, '限定性别', '男 or 女', '不限'), (1, 'a.xlsx', '一', 2, '药品代码', 'a code', '1.2E+14'), (2, 'b.csv', 'b', 2, 'x', 'y', 'z')`);
  const refused = async (query: string) => (await app.inject(`/api/knowledge/batches/1/rejects?${query}`)).json();
  expect(await refused("")).toMatchObject({
    total: 2,
    rejects: [
      { line: 2, got: "1.2E+14" },
      { line: 3, column: "限定性别" },
    ],
  });
  expect((await refused("offset=1&limit=1")).rejects).toMatchObject([{ line: 3 }]);
  expect((await app.inject("/api/knowledge/batches/none/rejects")).statusCode).toBe(400);
});

test("a file becomes a job that loads it under its name", async () => {
  const send = (query: string) =>
    app.inject({
      method: "POST",
      url: `/api/knowledge/batches?${query}`,
      payload: "bytes",
      headers: { "content-type": "text/csv" },
    });
  const answer = await send(`name=${encodeURIComponent("性别.csv")}&batch=9&published=2026-04-21`);
  expect([answer.statusCode, answer.json()]).toEqual([202, { job: 7 }]);
  expect(submitted).toMatchObject([{ bytes: "bytes", options: { batch: "9", published: "2026-04-21" } }]);
  expect(path.basename((submitted[0]!.options.arguments as string[])[1]!)).toBe("性别.csv");
  for (const wrong of ["name=../x.csv", "name=x.exe", "name=x.csv&batch=0", "name=x.csv&published=yesterday"])
    expect([wrong, (await send(wrong)).statusCode]).toEqual([wrong, 400]);
  expect(submitted).toHaveLength(1);
});
