import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { fewRules } from "../audit/life/few-rules.fixture.ts";
import { approver, author } from "../audit/life/persons.fixture.ts";
import { RuleActs } from "../audit/life/read-lives.ts";
import type { RuleInList } from "../audit/life/rule-list.ts";
import type { RulePage } from "../audit/life/rule-page.ts";
import { ruleSources } from "../audit/rule/rule-sources.ts";
import { AuditFixture, claimRow, stayRow } from "../audit/run/run.fixture.ts";
import { ReviewDesk } from "../cases/review/desk.ts";
import { JihengError } from "../errors.ts";
import { Journal } from "../journal/journal.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import type { Permission } from "../store/principal.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import { raw, sql } from "../store/sql.ts";
import findings from "./findings.ts";
import ruleDrafts from "./rule-drafts.ts";
import ruleMoves from "./rule-moves.ts";
import rules from "./rules.ts";

let audit: AuditFixture;
let journal: Journal;
let folder: string;
let who: Principal = nationalPrincipal;
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
let xr17: string;
let own: string;
const shipped = (id: string) => ruleSources().find(({ file }) => file.endsWith(`/${id}.yaml`))!.text;
const journalFile = () => path.join(folder, "journal");

let allRules: () => Promise<void>;
beforeAll(async () => {
  allRules = await fewRules("RS-RATIO", "XR-01", "XR-17");
  xr17 = shipped("XR-17");
  own = xr17.replaceAll("XR-17", "XR-99");
  folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-rules-"));
  journal = await Journal.open(journalFile());
  audit = await AuditFixture.create();
  for (const name of ["finding_cost", "finding_money"])
    if ((await audit.read(sql`select 1 from duckdb_tables() where table_name = ${name}`)).length === 0)
      await audit.set(createTable(loadDictionary().table(name)).text);
  await audit.insert(
    "account",
    [author, approver].map(({ id, name }) => ({
      account: id,
      display_name: name,
      role: "",
      scope: "",
      created_at: "2026-01-01",
    })),
  );
  const read = <T>(_: Principal, work: (reader: Reader) => Promise<T>) => work(new Reader(audit.connection));
  const act = <T>(work: (connection: AuditFixture["connection"]) => Promise<T>) => work(audit.connection);
  // Without batches no run follows from an act: the tests run the rules themselves.
  const house = { database: { read, act, bulk: act }, journal, batches: { all: () => [] }, review: new ReviewDesk() };
  app.decorate("services", { house, jobs: { list: () => [] } } as unknown as Services);
  app.decorateRequest("principal");
  app.addHook("onRequest", async (request) => {
    request.principal = who;
    const { permission } = request.routeOptions.config as { permission: Permission };
    if (!who.permissions.has(permission)) throw new JihengError("access.denied", { permission });
  });
  app.setErrorHandler((cause, _, reply) =>
    cause instanceof JihengError
      ? reply.code(cause.status).send({ code: cause.code, ...cause.details })
      : reply.code((cause as { statusCode?: number }).statusCode ?? 500).send({ code: String(cause) }),
  );
  for (const route of [rules, ruleDrafts, ruleMoves, findings])
    await app.register(async (within) => route(within as App));
  const beijing = { care_province: "110000", care_area: "110000" };
  const shanghai = { care_province: "310000", care_area: "310000" };
  await audit.insert("claim", [claimRow(1, beijing), claimRow(2, shanghai)]);
  await audit.insert("stay", [stayRow(1, beijing), stayRow(2, { ...shanghai, begin_date: "2021-03-05" })]);
}, 60_000);
afterAll(async () => {
  await allRules();
  audit.close();
  await journal.close();
  await rm(folder, { recursive: true });
});

interface Said {
  code?: string;
  act: number;
  waits: boolean;
  expected?: string;
}
async function call<T = Said>(as: Principal, method: "GET" | "POST" | "PUT" | "DELETE", url: string, payload?: object) {
  who = as;
  const response = await app.inject({ method, url, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, ...(response.json() as T) };
}
const page = (id: string) => call<RulePage>(author, "GET", `/api/rules/${id}`);
const list = async () => (await call<{ rules: RuleInList[] }>(author, "GET", "/api/rules")).rules;
const standing = async (id: string) => (await list()).find((rule) => rule.id === id);
const draft = (id: string, text: string) => call(author, "PUT", `/api/rules/${id}/draft`, { text, reason: "试" });
const move = (as: Principal, id: string, to: string, more: object = {}) =>
  call(as, "POST", `/api/rules/${id}/moves`, { to, reason: "试", ...more });
const approve = (as: Principal, id: string, proposal: number, agree = true) =>
  call(as, "POST", `/api/rules/${id}/approvals`, { move: proposal, agree, reason: "看过" });
/** States of the findings of a rule after a run of the rules that stand. */
async function found(rule: string): Promise<string[]> {
  await audit.run({ sources: undefined as never });
  const rows = await audit.read<{ said: string }>(
    raw(`select concat_ws(' ', state, closed_reason) as said from finding where rule = '${rule}' order by subject`),
  );
  return rows.map(({ said }) => said);
}

test("the list and a rule's page say where it stands", async () => {
  expect((await list()).map(({ id, state, origin, tests }) => [id, state, origin, tests.count > 2])).toEqual([
    ["RS-RATIO", "active", "shipped", true],
    ["XR-01", "active", "shipped", true],
    ["XR-17", "active", "shipped", true],
  ]);
  const { tests, parameters, moves, history, text } = await page("XR-17");
  expect(tests).toMatchObject({ failed: 0, outcomes: [{ problem: null }, { problem: null }, { problem: null }] });
  expect(parameters).toMatchObject([{ name: "grace", default: "1", overlays: [] }]);
  expect(moves.map(({ of, to }) => `${of} ${to}`)).toEqual(["standing shadow", "standing retired"]);
  expect([history, text]).toEqual([[], xr17]);
  expect((await standing("XR-17"))?.tests).toEqual({ count: 3, failed: 0 });
  expect(await page("XR-77")).toMatchObject({ status: 404, code: "rule.not_found" });
});

test("a text is looked at while it is written: fast, and refused like a file", async () => {
  const check = (text: string) =>
    call<{ id: string | null; problems: { line: number; key: string; got: string }[] }>(
      author,
      "POST",
      "/api/rules/drafts/check",
      { text },
    );
  expect(await check(xr17)).toEqual({ status: 200, id: "XR-17", problems: [] });
  const times: number[] = [];
  for (const n of [1, 2, 3, 4, 5]) {
    const from = performance.now();
    expect((await check(xr17.replace("default: 1,", `default: 4${n},`))).problems).toMatchObject([
      { key: "parameters grace default", got: `4${n}` },
    ]);
    times.push(performance.now() - from);
  }
  expect(times.sort((a, b) => a - b)[2]).toBeLessThan(300);
  const deep = `id: XR-17\nfind: ${"[".repeat(20_000)}`;
  const hostile = [
    "",
    "id: XR-17",
    "- a",
    `${xr17}\nx: &a [*a]`,
    "\u0000",
    deep,
    xr17.replace("default: 1,", "default: 1, repeat: 2,"),
    xr17.replace("visit_begin > ", "(select 1) > "),
  ];
  for (const text of hostile.slice(1)) expect((await check(text)).problems).toHaveLength(1);
  expect(await check(hostile[0]!)).toMatchObject({ status: 400 });
  expect(await check("x".repeat(70_000))).toMatchObject({ status: 400 });
});

test("tests of a text are run without keeping it; one that asks for too many rows is refused", async () => {
  const run = (text: string) =>
    call<{ problems: { key: string }[]; tests: { failed: number } | null }>(author, "POST", "/api/rules/drafts/test", {
      text,
    });
  expect(await run(`${own}# own`)).toMatchObject({ problems: [], tests: { tests: 3, failed: 0 } });
  expect((await run(own.replace("default: 1,", "default: 30,"))).tests!.failed).toBeGreaterThan(0);
  expect(await run(own.replace("claim: [{ ", "claim: [{ repeat: 99999999, "))).toMatchObject({
    problems: [{ key: "tests 0 given" }],
    tests: null,
  });
  expect(await standing("XR-99")).toBeUndefined();
});

test("a rule of the house: kept, shadowed, activated by a second person, retired", async () => {
  expect(await draft("XR-99", own.replace("status: active", "status: draft"))).toMatchObject({ status: 200 });
  expect(await standing("XR-99")).toMatchObject({
    state: "draft",
    origin: "house",
    draft: { by: { name: "规则员 A" } },
  });
  expect(await found("XR-99")).toEqual([]);
  expect(await move(author, "XR-99", "active")).toMatchObject({ status: 409, code: "rule.move_refused" });
  expect(await move(author, "XR-99", "shadow")).toMatchObject({ status: 201, waits: false });
  expect(await standing("XR-99")).toMatchObject({ state: "shadow", draft: null });
  const proposed = await move(author, "XR-99", "active");
  expect(proposed).toMatchObject({ waits: true });
  expect(await standing("XR-99")).toMatchObject({ state: "shadow", pending: { move: proposed.act, tests: 3 } });
  expect(await approve(author, "XR-99", proposed.act)).toMatchObject({ status: 403, code: "access.denied" });
  expect(await approve(approver, "XR-99", proposed.act + 1)).toMatchObject({ status: 409, code: "rule.no_proposal" });
  expect(await approve(approver, "XR-99", proposed.act)).toMatchObject({ status: 201 });
  expect(await standing("XR-99")).toMatchObject({ state: "active", pending: null });
  expect(await move(approver, "XR-99", "retired")).toMatchObject({ status: 403 });
  expect(await move(author, "XR-99", "retired")).toMatchObject({ status: 201, waits: false });
  expect((await page("XR-99")).history.map(({ kind, by }) => `${kind} ${by.id}`)).toEqual([
    "moved demo-author",
    "approved demo-approver",
    "proposed demo-author",
    "moved demo-author",
    "saved demo-author",
  ]);
});

test("who proposed does not agree, though the account may do both", async () => {
  await move(author, "XR-99", "shadow");
  const { act } = await move(nationalPrincipal, "XR-99", "active");
  expect(await approve(nationalPrincipal, "XR-99", act)).toMatchObject({ status: 409, code: "rule.same_person" });
  expect(await approve(approver, "XR-99", act, false)).toMatchObject({ status: 201 });
  expect(await standing("XR-99")).toMatchObject({ state: "shadow", pending: null });
});

test("a changed text needs a version and green tests, and what was proposed stays what it was", async () => {
  const changed = xr17.replace("default: 1,", "default: 2,");
  expect(await draft("XR-17", changed)).toMatchObject({ status: 200 });
  expect(await move(author, "XR-17", "active")).toMatchObject({
    status: 409,
    code: "rule.version_needed",
    expected: 1,
  });
  const broken = changed.replace('version: "1"', 'version: "2"').replace("default: 2,", "default: 30,");
  await draft("XR-17", broken);
  expect(await move(author, "XR-17", "active")).toMatchObject({ status: 409, code: "rule.tests_failed" });
  expect((await page("XR-17")).draftTests!.failed).toBeGreaterThan(0);
  expect(await draft("XR-17", "id: XR-17")).toMatchObject({ status: 422, code: "rule.invalid" });
  expect(await draft("XR-17", own)).toMatchObject({ status: 422, code: "rule.invalid" });
  const wording = xr17.replace('version: "1"', 'version: "2"').replace("zh: 宽限天数", "zh: 宽限期");
  await draft("XR-17", wording);
  expect((await page("XR-17")).draft!.changes.map(({ key }) => key)).toContain("parameters grace title zh");
  const proposed = await move(author, "XR-17", "active");
  expect(proposed).toMatchObject({ waits: true });
  await draft("XR-17", `${wording}# other`);
  expect(await approve(approver, "XR-17", proposed.act)).toMatchObject({ status: 409, code: "rule.no_proposal" });
  const again = await move(author, "XR-17", "active");
  expect(await approve(approver, "XR-17", again.act)).toMatchObject({ status: 201 });
  expect(await standing("XR-17")).toMatchObject({ state: "active", origin: "revised", version: "2", draft: null });
  expect((await page("XR-17")).parameters[0]!.title).toEqual({ zh: "宽限期", en: "Days of grace" });
  expect((await call(author, "DELETE", "/api/rules/XR-17/draft?reason=x")).code).toBe("rule.nothing_there");
});

test("findings follow the state of their rule", async () => {
  expect(await found("XR-01")).toEqual(["open"]);
  await move(author, "XR-01", "shadow");
  expect(await found("XR-01")).toEqual(["shadow"]);
  await move(author, "XR-01", "retired");
  expect(await found("XR-01")).toEqual(["closed rule_retired"]);
  await move(author, "XR-01", "shadow");
  const { act } = await move(author, "XR-01", "active");
  await approve(approver, "XR-01", act);
  expect(await found("XR-01")).toEqual(["open"]);
});

test("a value at one place closes what is within it, and its removal opens it again; what does not fit is refused", async () => {
  const overlay = (given: object) =>
    call(author, "POST", "/api/rules/XR-01/overlays", {
      parameter: "nights",
      value: "9",
      insured_area: "410100",
      from: "2021-01-01",
      reason: "本地转院规则",
      ...given,
    });
  const { name } = (await page("XR-01")).parameters[0]!;
  const set = (given: object = {}) => overlay({ parameter: name, ...given });
  expect(await set({ value: "9999999" })).toMatchObject({ status: 422, code: "rule.invalid" });
  expect(await set({ parameter: "nothing" })).toMatchObject({ status: 400 });
  expect(await set({ insured_area: undefined })).toMatchObject({ status: 422 });
  expect(await set({ from: "2021-03-20" })).toMatchObject({ status: 201 });
  expect(await found("XR-01")).toEqual(["open"]);
  const { act } = await set();
  expect(await set({ insured_area: undefined, tier: "3" })).toMatchObject({ status: 422, got: "a tie" });
  expect(await found("XR-01")).toEqual(["closed rule_changed"]);
  expect((await page("XR-01")).parameters[0]!.overlays).toMatchObject([
    { place: { insured_area: "410100" } },
    { overlay: act, by: { id: "demo-author" } },
  ]);
  expect(await call(author, "DELETE", `/api/rules/XR-01/overlays/${act}?reason=x`)).toMatchObject({ status: 200 });
  expect(await call(author, "DELETE", `/api/rules/XR-01/overlays/${act}?reason=x`)).toMatchObject({ status: 404 });
  expect(await found("XR-01")).toEqual(["open"]);
});

test("findings that are put off leave the list until their day, and can be shown", async () => {
  const seen = async (query = "") => {
    const {
      findings: rows,
      snoozed,
      total,
    } = await call<{ findings: unknown[]; snoozed: number; total: number }>(
      author,
      "GET",
      `/api/findings?rule=XR-01${query}`,
    );
    return [rows.length, total, snoozed];
  };
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const snooze = (given: object) =>
    call(author, "POST", "/api/rules/XR-01/snoozes", { until: day(7), reason: "等待材料", ...given });
  expect(await seen()).toEqual([1, 1, 0]);
  await snooze({ institution: "I7" });
  await snooze({ care: "330000" });
  expect(await seen()).toEqual([1, 1, 0]);
  const { act } = await snooze({ insured: "410000" });
  expect(await seen()).toEqual([0, 0, 1]);
  expect(await seen("&snoozed=yes")).toEqual([1, 1, 0]);
  expect(await seen("&snoozed=all")).toEqual([1, 1, 0]);
  expect((await standing("XR-01"))!.snoozes).toBe(3);
  await audit.set(`update rule_snooze set until_day = current_date where snooze = ${act}`);
  expect(await seen()).toEqual([1, 1, 0]);
  expect(await call(author, "DELETE", `/api/rules/XR-01/snoozes/${act}?reason=x`)).toMatchObject({ status: 200 });
  for (const until of [day(-1), day(400), "2027-02-31"]) expect((await snooze({ until })).status).toBe(400);
});

test("the tables are what the journal says: rebuilt from it they are the same", async () => {
  const tables = () =>
    Promise.all(["rule_act", "rule_snooze"].map((name) => audit.read(raw(`from ${name} order by all`))));
  const before = await tables();
  expect(before.map((rows) => rows.length > 1)).toEqual([true, true]);
  // The last act reached the journal, and the process died before the tables.
  const lost = await journal.append("demo-author", "rule.snoozed", {
    rule: "XR-01",
    reason: "x",
    institution: null,
    insured: null,
    care: null,
    until: "2099-01-01",
    ends: null,
  });
  const acts = new RuleActs();
  const again = await Journal.open(journalFile(), (entry) => acts.onEntry(entry));
  await again.close();
  await audit.set("delete from rule_snooze; delete from rule_act where act % 2 = 0");
  await acts.project(audit.connection);
  const after = await tables();
  expect(after[0]!.slice(0, -1)).toEqual(before[0]);
  expect(after[0]!.at(-1)).toMatchObject({ act: lost.seq, kind: "rule.snoozed" });
  expect(after[1]).toHaveLength(before[1]!.length + 1);
});
