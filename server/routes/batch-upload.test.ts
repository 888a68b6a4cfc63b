import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type App, createApp } from "../app.ts";
import { settlementCsv, TestHouse } from "../jobs/house.fixture.ts";
import { JobQueue } from "../jobs/queue.ts";
import { nationalPrincipal } from "../store/principal.ts";

function connections(of: App): Promise<number> {
  return new Promise((resolve, reject) => of.server.getConnections((cause, n) => (cause ? reject(cause) : resolve(n))));
}

let at: TestHouse;
let app: App;
beforeEach(async () => {
  at = await TestHouse.open();
  const jobs = new JobQueue(new Map(), at.house, at.config);
  app = await createApp({ house: at.house, jobs, config: at.config, token: "t" }, { as: nationalPrincipal });
});
afterEach(async () => {
  await app.close();
  await at.close();
});

test("a batch is answered after its commit and its figures are there", async () => {
  const answer = await app.inject({
    method: "POST",
    url: "/api/batches/setl_d?reporter=insured",
    headers: { "content-type": "text/csv" },
    payload: settlementCsv([{}, {}, { begndate: "2021-02-30" }]),
  });
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toMatchObject({ batch: 1, read: 3, accepted: 2, duplicate: 0, replaced: 0, rejected: 1 });
  const figures = await app.inject("/api/figures?measure=visits,fund_total,fund_ratio");
  expect(figures.json().columns).toEqual({ visits: [2], fund_total: ["73514.00"], fund_ratio: ["0.757876"] });
  const held = "from duckdb_tables() where temporary and (table_name = 'staged' or table_name like 'merge%')";
  expect((await at.house.database.bulk((c) => c.runAndReadAll(held))).currentRowCount).toBe(0);
  const rejects = await app.inject("/api/batches/1/rejects");
  expect(rejects.json()).toMatchObject({ total: 1, rejects: [{ line: 4, column: "begndate", code: "not_a_date" }] });
  const file = await app.inject("/api/batches/1/rejects.csv");
  expect(file.body.charCodeAt(0)).toBe(0xfeff);
  expect(file.body.trim().split("\n")).toHaveLength(2);
});

test("a packed stream and an interface-layer name load too", async () => {
  const answer = await app.inject({
    method: "POST",
    url: "/api/batches/auto?source=setl_d.csv.gz",
    headers: { "content-type": "application/octet-stream" },
    payload: gzipSync(settlementCsv([{}])),
  });
  expect(answer.json()).toMatchObject({ accepted: 1, table: "settlement", layout: "nhsa-core" });
});

test.each([
  ["an unknown layout", "/api/batches/setl_d?layout=nope", settlementCsv([{}]), "layout.unknown"],
  ["an unknown table", "/api/batches/nope", settlementCsv([{}]), "layout.no_table"],
  ["nothing", "/api/batches/setl_d", "", "intake.empty"],
  [
    "a missing required column",
    "/api/batches/setl_d",
    settlementCsv([{}]).replaceAll("medfee_sumamt", "x"),
    "layout.missing_columns",
  ],
])("%s is refused with one clear error and leaves nothing behind", async (_, url, payload, code) => {
  const answer = await app.inject({ method: "POST", url, headers: { "content-type": "text/csv" }, payload });
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  expect(answer.statusCode).toBeLessThan(500);
  expect(answer.json().error.code).toBe(code);
  expect((await app.inject("/api/batches")).json()).toEqual({ batches: [], total: 0 });
});

test("a sender who has gone, as all have when the server stops, leaves nothing", async () => {
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const free = Promise.withResolvers<void>();
  void at.house.database.bulk(() => free.promise);
  const left = new AbortController();
  const sent = fetch(`${url}/api/batches/setl_d`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: settlementCsv([{}]),
    signal: left.signal,
  });
  const raw = () => readdirSync(at.house.folder.raw, { recursive: true }).filter((name) => /jhraw/.test(String(name)));
  await vi.waitFor(() => expect(raw()).toHaveLength(1));
  left.abort();
  await expect(sent).rejects.toThrow();
  await vi.waitFor(async () => expect(await connections(app)).toBe(0));
  free.resolve();
  await vi.waitFor(() => expect(raw()).toHaveLength(0));
  expect(at.house.batches.all()).toEqual([]);
});

test("no body at all is refused like an empty file", async () => {
  const answer = await app.inject({ method: "POST", url: "/api/batches/setl_d" });
  expect(answer.statusCode).toBe(422);
  expect(answer.json().error.code).toBe("intake.empty");
});

test("a page beyond every number is a wrong request, not a failure", async () => {
  await app.inject({
    method: "POST",
    url: "/api/batches/setl_d",
    headers: { "content-type": "text/csv" },
    payload: settlementCsv([{}]),
  });
  for (const url of ["/api/batches", "/api/batches/1/rejects"]) {
    expect((await app.inject(`${url}?offset=99999999999999999999`)).statusCode).toBe(400);
  }
});
