import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { AuditFixture, claimRow, differenceRow } from "../audit/run/run.fixture.ts";
import type { Notice, NoticePage, NoticeSums } from "../cases/corrections/notice-schema.ts";
import { CorrectionSteps } from "../cases/corrections/steps.ts";
import { exportUnderpaid, type Underpaid } from "../cases/corrections/underpaid.ts";
import { ReviewDesk } from "../cases/review/desk.ts";
import { JihengError } from "../errors.ts";
import { Journal } from "../journal/journal.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { nationalPrincipal, type Principal, type Scope } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import corrections from "./corrections.ts";

const province = (code: string, side: "insured" | "care" | "either" = "either"): Scope => ({
  ...{ all: false, side, provinces: [code] },
});
const nation: Scope = { all: true };
const henan = province("410000");
const beijing = province("110000");

let audit: AuditFixture;
let journal: Journal;
let folder: string;
const desk = new ReviewDesk();
const told: string[] = [];
let principal: Principal = nationalPrincipal;
let overpaid: Notice;
let underpaid: Notice;
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-corrections-"));
  journal = await Journal.open(path.join(folder, "journal"));
  audit = await AuditFixture.create();
  await audit.set(
    "alter table claim add column if not exists settlement_id varchar; alter table claim add column if not exists settled_at timestamp",
  );
  for (const name of ["finding_cost", "finding_money", "correction", "account"])
    if ((await audit.read(sql`select 1 from duckdb_tables() where table_name = ${name}`)).length === 0)
      await audit.set(createTable(loadDictionary().table(name)).text);
  await audit.insert("claim", [
    claimRow(1, { settlement_id: "S1" }),
    claimRow(2, {}),
    claimRow(3, { settlement_id: "S3" }),
  ]);
  await audit.insert("resettlement", [differenceRow(1, "1000.00"), differenceRow(3, "-7.05")]);
  await audit.run();
  await audit.set(`insert into finding_money by name
    select finding, claims[1] as claim_id, fund, true as own, false as estimated, share as alone, share
    from finding, (values ('basic', 'C1', 1100.00), ('serious_illness', 'C1', -100.00), ('basic', 'C3', -7.05)) as paid(fund, claim, share)
    where claims[1] = claim and rule = 'RS-RATIO'`);
  const read = <T>(_: Principal, work: (reader: Reader) => Promise<T>) => work(new Reader(audit.connection));
  const act = <T>(work: (connection: AuditFixture["connection"]) => Promise<T>) => work(audit.connection);
  desk.events.on("finding", (findings) => told.push(...findings));
  app.decorate("services", { house: { database: { read, act }, journal, review: desk } } as unknown as Services);
  app.decorateRequest("principal");
  app.addHook("onRequest", async (request) => {
    request.principal = principal;
  });
  app.setErrorHandler((cause, _, reply) =>
    cause instanceof JihengError ? reply.code(cause.status).send(cause.code) : reply.code(400).send(String(cause)),
  );
  await app.register(async (within) => corrections(within as App));
  const { corrections: found } = await list(nation);
  [overpaid, underpaid] = found as [Notice, Notice];
});
afterAll(async () => {
  audit.close();
  await journal.close();
  await rm(folder, { recursive: true });
});

interface List {
  corrections: Notice[];
  total: number;
  sums: NoticeSums;
}

async function get<T>(scope: Scope, url: string): Promise<T> {
  principal = { ...nationalPrincipal, scope };
  const response = await app.inject(encodeURI(url));
  expect([url, response.statusCode, response.statusCode === 200 ? "" : response.body]).toEqual([url, 200, ""]);
  return response.json();
}
const list = (scope: Scope, query = "") => get<List>(scope, `/api/corrections${query}`);
async function step(scope: Scope, notice: Notice, body: object): Promise<unknown> {
  principal = { ...nationalPrincipal, scope };
  const { statusCode, payload } = await app.inject({
    ...{ method: "POST", url: `/api/corrections/${notice.finding}/steps` },
    payload: { evidenceHash: notice.evidenceHash, reason: "核对了政策文件", ...body },
  });
  return statusCode === 201 ? JSON.parse(payload).stage : payload;
}

test("findings that accuse nobody are notices, over- and underpaid apart, to the fen", async () => {
  const { corrections: found, total, sums } = await list(nation);
  expect(found.map(({ claims, over, under, stage, person }) => [claims, over, under, stage, person])).toEqual([
    [["C1"], "1000.00", null, "issued", "00000000"],
    [["C3"], null, "7.05", "issued", "00000000"],
  ]);
  expect(total).toBe(2);
  expect(sums).toEqual({
    ...{ notices: 2, over: "1000.00", under: "7.05", byStage: { issued: 2 } },
    byInsured: [{ province: "410000", notices: 2, waiting: 2, over: "1000.00", under: "7.05" }],
  });
});

test.each([
  ["?way=under", ["C3"]],
  ["?stage=checked,closed", []],
  ["?insured=410100", ["C1", "C3"]],
  ["?insured=110000", []],
  ["?text=C1", ["C1"]],
  ["?finding=closed", []],
  ["?rule=XR-01", []],
  ["?limit=1&offset=1", ["C3"]],
])("%s asks for %j", async (query, claims) => {
  expect((await list(nation, query)).corrections.flatMap((notice) => notice.claims)).toEqual(claims);
});

test("the insured side handles, the care side sees, others see nothing", async () => {
  expect((await list(henan)).corrections.map(({ mayHandle }) => mayHandle)).toEqual([true, true]);
  expect((await list(beijing)).corrections.map(({ mayHandle, next }) => [mayHandle, next])).toEqual([
    [false, []],
    [false, []],
  ]);
  expect((await list(province("650000"))).total).toBe(0);
  expect(await step(beijing, overpaid, { to: "checked" })).toBe("correction.other_side");
  expect(await step(province("410000", "care"), overpaid, { to: "checked" })).toBe("correction.not_found");
  expect(await step(province("650000"), overpaid, { to: "checked" })).toBe("correction.not_found");
  const owed = async (scope: Scope) => (await get<{ total: number }>(scope, "/api/corrections/underpaid")).total;
  expect([await owed(henan), await owed(beijing), await owed(nation)]).toEqual([1, 0, 1]);
});

test("the path is kept: no stage is left out, an amount stands where money moves, evidence is what was read", async () => {
  expect(await step(henan, overpaid, { to: "closed" })).toBe("correction.move_refused");
  expect(await step(henan, overpaid, { to: "checked", evidenceHash: "0".repeat(64) })).toBe("finding.evidence_changed");
  expect(await step(henan, overpaid, { to: "checked", amount: "5" })).toBe("request.invalid");
  expect(await step(henan, overpaid, { to: "checked" })).toBe("checked");
  expect(await step(henan, overpaid, { to: "checked" })).toBe("correction.move_refused");
  expect(await step(henan, overpaid, { to: "refunded", amount: "5" })).toBe("correction.move_refused");
  expect(await step(henan, overpaid, { to: "reclaimed" })).toBe("request.invalid");
  expect(await step(henan, overpaid, { to: "reclaimed", amount: "0" })).toBe("request.invalid");
  expect(await step(henan, overpaid, { to: "reclaimed", amount: "-5" })).toContain("body/amount");
  expect(await step(henan, overpaid, { to: "reclaimed", amount: "1000.5" })).toBe("reclaimed");
  expect(await step(henan, overpaid, { to: "closed" })).toBe("closed");
  const page = await get<NoticePage>(henan, `/api/corrections/${overpaid.finding}`);
  expect(page).toMatchObject({ stage: "closed", outcome: "reclaimed", next: [] });
  expect(page.steps.map(({ from, to, amount }) => [from, to, amount])).toEqual([
    ["issued", "checked", null],
    ["checked", "reclaimed", "1000.50"],
    ["reclaimed", "closed", null],
  ]);
  expect(told).toEqual(Array(3).fill(overpaid.finding));
  expect((await list(henan)).sums).toMatchObject({ byStage: { issued: 1, closed: 1 }, byInsured: [{ waiting: 1 }] });
});

test("underpaid amounts wait for their persons, masked in files too, until they were refunded", async () => {
  const { underpaid: owed, sum } = await get<{ underpaid: Underpaid[]; sum: string }>(
    henan,
    "/api/corrections/underpaid",
  );
  expect([owed, sum]).toEqual([
    [expect.objectContaining({ claim: "C3", settlementId: "S3", person: "00000000", amount: "7.05", stage: "issued" })],
    "7.05",
  ]);
  const mark = { lastBatch: 3, lastSettledAt: null, ruleSet: "r", generated: false };
  const asked = { ...nationalPrincipal, scope: henan };
  const { rows, content } = await exportUnderpaid("csv", new Reader(audit.connection), asked, {}, mark);
  const csv = [...(content as Iterable<string>)].join("");
  expect(rows).toBe(1);
  expect(csv).toContain(`${underpaid.finding},RS-RATIO,C3,S3,410000,410100,00000000,`);
  expect(csv).not.toContain("00000000-0000");
  expect(await step(henan, underpaid, { to: "checked" })).toBe("checked");
  expect(await step(henan, underpaid, { to: "refunded", amount: "7.05" })).toBe("refunded");
  expect((await get<{ sum: string }>(henan, "/api/corrections/underpaid")).sum).toBe("0.00");
});

test("steps come back from the journal, and other evidence begins anew", async () => {
  const before = await audit.read(sql`from correction order by step`);
  const steps = new CorrectionSteps();
  await journal.close();
  journal = await Journal.open(journal.file, (entry) => steps.onEntry(entry));
  await steps.project(audit.connection);
  expect(await audit.read(sql`from correction order by step`)).toEqual(before);
  await audit.set(`update finding set evidence_hash = repeat('a', 64) where finding = '${underpaid.finding}'`);
  const page = await get<NoticePage>(henan, `/api/corrections/${underpaid.finding}`);
  expect(page).toMatchObject({ stage: "issued", outcome: null, reopened: true });
});
