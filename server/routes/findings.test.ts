import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import type { FindingPage, ListedFinding } from "../audit/run/findings.ts";
import { AuditFixture, claimRow, differenceRow, stayRow } from "../audit/run/run.fixture.ts";
import type { AuditRuns } from "../audit/run/runs.ts";
import { JihengError } from "../errors.ts";
import { Journal } from "../journal/journal.ts";
import { nationalPrincipal, type Principal, type Scope } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import auditRuns from "./audit-runs.ts";
import findings from "./findings.ts";

let audit: AuditFixture;
let journal: Journal;
let folder: string;
let scope: Scope = { all: true };
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-findings-"));
  journal = await Journal.open(path.join(folder, "journal"));
  audit = await AuditFixture.create();
  const beijing = { care_province: "110000", care_area: "110000" };
  const shanghai = { care_province: "310000", care_area: "310000" };
  await audit.insert("claim", [claimRow(1, beijing), claimRow(2, shanghai), claimRow(3, beijing)]);
  await audit.insert("stay", [stayRow(1, beijing), stayRow(2, { ...shanghai, begin_date: "2021-03-05" })]);
  await audit.insert("resettlement", [differenceRow(1, "100.00"), differenceRow(3, "7.00")]);
  await audit.run();
  const read = <T>(_: Principal, work: (reader: Reader) => Promise<T>) => work(new Reader(audit.connection));
  const act = <T>(work: (connection: AuditFixture["connection"]) => Promise<T>) => work(audit.connection);
  app.decorate("services", { house: { database: { read, act }, journal } } as unknown as Services);
  app.decorateRequest("principal");
  app.addHook("onRequest", async (request) => {
    request.principal = { ...nationalPrincipal, scope };
  });
  app.setErrorHandler((cause, _, reply) =>
    cause instanceof JihengError ? reply.code(cause.status).send(cause.code) : reply.code(400).send("invalid"),
  );
  for (const route of [findings, auditRuns]) await app.register(async (within) => route(within as App));
});
afterAll(async () => {
  audit.close();
  await journal.close();
  await rm(folder, { recursive: true });
});

const province = (code: string, side: "insured" | "care" | "either" = "either"): Scope => ({
  all: false,
  side,
  provinces: [code],
});
const nation: Scope = { all: true };

async function get<T>(of: Scope, url: string): Promise<T> {
  scope = of;
  const response = await app.inject(url);
  expect([url, response.statusCode]).toEqual([url, 200]);
  return response.json();
}
const seen = async (of: Scope, query = "") => {
  const { findings, total } = await get<{ findings: ListedFinding[]; total: number }>(of, `/api/findings${query}`);
  expect(findings).toHaveLength(total);
  return findings.map(({ subject }) => subject).sort();
};
const all = ["K1 + K2", "K1|2021-03-01", "K3|2021-03-01"];

test("a province sees what speaks about its insured or its care; one of neither sees nothing", async () => {
  expect(await seen(nation)).toEqual(all);
  expect(await seen(province("410000"))).toEqual(all);
  expect(await seen(province("110000", "care"))).toEqual(all);
  expect(await seen(province("310000"))).toEqual(["K1 + K2"]);
  expect(await seen(province("310000", "insured"))).toEqual([]);
  expect(await seen(province("650000"))).toEqual([]);
  expect(await seen({ all: false, side: "either", provinces: [] })).toEqual([]);
});

test("findings are filtered, and one is answered whole within the scope only", async () => {
  expect(await seen(nation, "?rule=RS-RATIO&claim=C3")).toEqual(["K3|2021-03-01"]);
  expect(await seen(nation, "?institution=I3")).toEqual(["K3|2021-03-01"]);
  expect(await seen(nation, "?state=closed")).toEqual([]);
  const { findings } = await get<{ findings: ListedFinding[] }>(nation, "/api/findings?rule=RS-RATIO&claim=C1");
  const url = `/api/findings/${findings[0]!.finding}`;
  const page = await get<FindingPage>(province("110000"), url);
  expect(page).toMatchObject({
    shown: [{ fund_difference: "100.00" }],
    parameters: { amount: { default: "1" } },
    claims: ["C1"],
  });
  expect(page.history).toMatchObject([{ run: 1, state: "open", changed: null }]);
  scope = province("310000");
  expect((await app.inject(url)).body).toBe("finding.not_found");
  expect((await app.inject("/api/findings/x")).statusCode).toBe(400);
  expect((await app.inject("/api/findings?state=any")).statusCode).toBe(400);
});

test("a verdict stands on the evidence that was read, and says what changed since", async () => {
  const { findings } = await get<{ findings: ListedFinding[] }>(nation, "/api/findings?rule=RS-RATIO&claim=C1");
  const { finding, evidenceHash } = findings[0]!;
  const url = `/api/findings/${finding}/verdicts`;
  const payload = { evidenceHash, label: "dismissed", strength: "documents", reason: "备案已更正" };
  scope = province("310000");
  expect((await app.inject({ method: "POST", url, payload })).body).toBe("finding.not_found");
  scope = province("110000");
  expect((await app.inject({ method: "POST", url, payload: { ...payload, label: "fine" } })).statusCode).toBe(400);
  expect((await app.inject({ method: "POST", url, payload })).statusCode).toBe(201);
  expect(await seen(nation, "?review=dismissed")).toEqual(["K1|2021-03-01"]);
  await audit.set("update resettlement set fund_difference = 90 where claim_id = 'C1'");
  await audit.run();
  expect((await app.inject({ method: "POST", url, payload })).body).toBe("finding.evidence_changed");
  const page = await get<FindingPage>(nation, `/api/findings/${finding}`);
  expect(page.review).toBe("reopened");
  const changed = {
    shown: { gone: [{ fund_difference: "100.00" }], come: [{ fund_difference: "90.00" }] },
    claims: { gone: [], come: [] },
  };
  expect(page.verdicts).toMatchObject([{ label: "dismissed", strength: "documents", changed }]);
  expect(page.history).toMatchObject([
    { run: 1, changed: null },
    { run: 2, state: "open", changed },
  ]);
  expect(journal.head.seq).toBe(1);
});

test("denominators are the nation's; others see what ran, and their own findings", async () => {
  const { runs, open } = await get<AuditRuns>(nation, "/api/audit/runs?limit=1");
  expect(runs).toHaveLength(1);
  expect(runs[0]!.rules.map(({ rule, lookedAt, found }) => [rule, lookedAt, found])).toEqual([
    ["RS-RATIO", 2, 2],
    ["XR-01", 2, 1],
    ["XR-24", 2, 0],
  ]);
  expect(open).toEqual({ "RS-RATIO": 2, "XR-01": 1 });
  const theirs = await get<AuditRuns>(province("310000"), "/api/audit/runs");
  expect(theirs.open).toEqual({ "XR-01": 1 });
  expect(theirs.runs[0]!.rules[0]).toMatchObject({
    rule: "RS-RATIO",
    state: "done",
    lookedAt: null,
    found: null,
    notApplicable: null,
  });
  expect(await audit.read(sql`select count(*) as n from verdict`)).toEqual([{ n: 1 }]);
});
