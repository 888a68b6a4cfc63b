import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { tableFromIPC } from "apache-arrow";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { exportFindings } from "../audit/pages/export-findings.ts";
import type { FindingClaim } from "../audit/pages/finding-claims.ts";
import type { Counted, FindingInList, Neighbours } from "../audit/pages/finding-list.ts";
import type { FindingInWords } from "../audit/pages/finding-page.ts";
import type { InstitutionPattern } from "../audit/pages/institution-pattern.ts";
import type { RuleAnswer } from "../audit/pages/rule-answer.ts";
import { AuditFixture, claimRow, differenceRow, stayRow } from "../audit/run/run.fixture.ts";
import type { AuditRun, AuditRuns } from "../audit/run/runs.ts";
import { ReviewDesk } from "../cases/review/desk.ts";
import { JihengError } from "../errors.ts";
import { Journal } from "../journal/journal.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { nationalPrincipal, type Principal, type Scope } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import { readWorkbook } from "../store/workbook/read.fixture.ts";
import auditRuns from "./audit-runs.ts";
import findings from "./findings.ts";
import rules from "./rules.ts";
import verdicts from "./verdicts.ts";

let audit: AuditFixture;
let journal: Journal;
let folder: string;
let scope: Scope = { all: true };
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-findings-"));
  journal = await Journal.open(path.join(folder, "journal"));
  audit = await AuditFixture.create();
  await audit.set(`alter table claim add column if not exists settlement_id varchar; alter table claim add column if not exists visit_begin date; alter table claim add column if not exists visit_end date;
    alter table claim add column if not exists settled_at timestamp; alter table claim add column if not exists insured_city varchar; alter table claim add column if not exists care_city varchar;
    alter table claim add column if not exists care_group varchar; alter table claim add column if not exists total_cost decimal(16,2); alter table claim add column if not exists month date; alter table claim add column if not exists fund_total decimal(16,2)`);
  for (const name of ["finding_cost", "finding_money"])
    if ((await audit.read(sql`select 1 from duckdb_tables() where table_name = ${name}`)).length === 0)
      await audit.set(createTable(loadDictionary().table(name)).text);
  const beijing = { care_province: "110000", care_area: "110000", care_city: "110000", insured_city: "410100" };
  const shanghai = { care_province: "310000", care_area: "310000", care_city: "310000", insured_city: "410100" };
  const paid = (n: number) => ({
    settlement_id: `S${n}`,
    visit_begin: "2021-03-01",
    visit_end: "2021-03-10",
    settled_at: `2021-03-1${n} 10:00:00`,
    fund_total: "100.00",
  });
  await audit.insert("claim", [
    claimRow(1, { ...beijing, ...paid(1) }),
    claimRow(2, { ...shanghai, ...paid(2) }),
    claimRow(3, { ...beijing, ...paid(3) }),
  ]);
  await audit.insert("institution", [{ institution_code: "I1", institution_name: "京一医院" }]);
  await audit.insert("stay", [stayRow(1, beijing), stayRow(2, { ...shanghai, begin_date: "2021-03-05" })]);
  await audit.insert("resettlement", [differenceRow(1, "1000.00"), differenceRow(3, "7.00")]);
  await audit.run();
  const read = <T>(_: Principal, work: (reader: Reader) => Promise<T>) => work(new Reader(audit.connection));
  const act = <T>(work: (connection: AuditFixture["connection"]) => Promise<T>) => work(audit.connection);
  app.decorate("services", {
    house: { database: { read, act }, journal, review: new ReviewDesk() },
  } as unknown as Services);
  app.decorateRequest("principal");
  app.addHook("onRequest", async (request) => {
    request.principal = { ...nationalPrincipal, scope };
  });
  app.setErrorHandler((cause, _, reply) =>
    cause instanceof JihengError ? reply.code(cause.status).send(cause.code) : reply.code(400).send("invalid"),
  );
  for (const route of [findings, verdicts, auditRuns, rules])
    await app.register(async (within) => route(within as App));
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
async function listed(of: Scope, query = ""): Promise<FindingInList[]> {
  const { findings, total } = await get<{ findings: FindingInList[]; total: number }>(of, `/api/findings${query}`);
  expect(findings).toHaveLength(total);
  return findings;
}
const named = ({ rule, claims }: FindingInList) => `${rule} ${claims.join()}`;
const seen = async (of: Scope, query = "") => (await listed(of, query)).map(named).sort();
const [ratio1, ratio3, overlap] = ["RS-RATIO C1", "RS-RATIO C3", "XR-01 C1,C2"];
const one = async (query: string) => (await listed(nation, query))[0]!.finding;

test("a province sees what speaks about its insured or its care; one of neither sees nothing", async () => {
  expect(await seen(nation)).toEqual([ratio1, ratio3, overlap]);
  expect(await seen(province("410000"))).toEqual([ratio1, ratio3, overlap]);
  expect(await seen(province("110000", "care"))).toEqual([ratio1, ratio3, "XR-01 C1"]);
  expect(await seen(province("310000"))).toEqual(["XR-01 C2"]);
  const city = (code: string): Scope => ({ all: false, side: "either", provinces: [], cities: [code] });
  expect(await seen(city("410100"))).toEqual([ratio1, ratio3, overlap]);
  expect(await seen(city("310000"))).toEqual(["XR-01 C2"]);
  expect(await seen(city("410300"))).toEqual([]);
  expect(await seen(province("310000", "insured"))).toEqual([]);
  expect(await seen(province("650000"))).toEqual([]);
  expect(await seen({ all: false, side: "either", provinces: [] })).toEqual([]);
});

test.each([
  ["?rule=RS-RATIO&claim=C3", [ratio3]],
  ["?rule=RS-RATIO,XR-01&text=C1", [ratio1, overlap]],
  ["?category=resettlement", [ratio1, ratio3]],
  ["?category=policy", []],
  ["?institution=I3", [ratio3]],
  ["?text=京一", [ratio1, overlap]],
  ["?care=310000", [overlap]],
  ["?care=110000&insured=410000&rule=XR-01", [overlap]],
  ["?insured=410100&rule=RS-RATIO", [ratio1, ratio3]],
  ["?insured=430000", []],
  ["?from=2021-03-02", []],
  ["?from=2021-03-01&to=2021-03-02", [ratio1, ratio3, overlap]],
  ["?lead=no&review=none", [ratio1, ratio3, overlap]],
  ["?lead=yes", []],
  ["?review=confirmed,dismissed", []],
  ["?state=closed", []],
])("%s asks for %j", async (query, wanted) => {
  expect(await seen(nation, encodeURI(query))).toEqual(wanted);
});

test("a finding says its sentence in both languages, codes by their names", async () => {
  const found = await listed(nation, "?rule=RS-RATIO&claim=C1");
  const whole = (pieces: { text: string }[]) => pieces.map(({ text }) => text).join("");
  expect([whole(found[0]!.said.zh), whole(found[0]!.said.en)]).toEqual([
    "按政策410100-310以备案类别REFER重新结算，基金实付比应付多1,000.00元（负数为少付）。",
    "Settled again by policy 410100-310 under filing class REFER, the funds paid 1,000.00 yuan more than due (less where negative).",
  ]);
  expect(found[0]).toMatchObject({
    institution: "京一医院",
    insuredProvinces: ["410000"],
    careProvinces: ["110000"],
    records: 1,
  });
  const [pair] = await listed(nation, "?rule=XR-01");
  expect(whole(pair!.said.zh)).toBe(
    "同一人2021-03-01至2021-03-10在京一医院住院，2021-03-05至2021-03-10又在另一省I2住院，重叠5晚（限度1晚）。",
  );
  expect(pair!.careProvinces).toEqual(["110000", "310000"]);
});

test("one finding is answered whole within the scope only, its values beside their limits", async () => {
  const id = await one("?rule=RS-RATIO&claim=C1");
  const page = await get<FindingInWords>(province("110000"), `/api/findings/${id}`);
  expect(page).toMatchObject({
    parameters: { amount: { default: "1" } },
    claims: ["C1"],
    card: { id: "RS-RATIO", official: null },
  });
  expect(page.values[0]![0]).toMatchObject({ name: "fund_difference", value: "1000.00", operator: ">=", limit: "1" });
  expect(page.values[0]![0]!.written.zh).toBe("1,000.00");
  expect(page.sentences[0]!.zh.find(({ held }) => held)).toEqual({
    text: "1,000.00",
    name: "fund_difference",
    held: true,
  });
  expect(page.history).toMatchObject([{ run: 1, state: "open", changed: null, said: null }]);
  const overlapping = await get<FindingInWords>(nation, `/api/findings/${await one("?rule=XR-01")}`);
  expect(overlapping.values[0]![0]).toMatchObject({
    name: "nights",
    value: "5",
    limit: "1",
    unit: { zh: "晚", en: "nights" },
  });
});

test.each(["", "/claims", "/track", "/institution"])("another province's finding%s is not found", async (part) => {
  const id = await one("?rule=RS-RATIO&claim=C1");
  scope = province("310000");
  const answer = await app.inject(`/api/findings/${id}${part}`);
  expect([answer.statusCode, answer.body]).toEqual([404, "finding.not_found"]);
});

test("of a finding that reaches beyond the scope only what is his is told: no other claim, place, value or sum, by no filter and no order", async () => {
  await audit.set(`delete from finding_money; delete from finding_cost;
    insert into finding_cost by name select finding, unnest(claims) as claim_id, 'suspected' as kind, 'settlement' as implicates, 'estimated' as method,
      100 as cost, 100 as cost_share, 0 as unjudged from finding;
    insert into finding_money by name select finding, claim_id, 'basic_fund' as fund, true as own, true as estimated,
      if(claim_id = 'C1', 70, 30) as alone, if(claim_id = 'C1', 70, 30) as share from finding_cost`);
  const shanghai = province("310000");
  const [own] = await listed(shanghai);
  expect(own).toMatchObject({
    ...{ rule: "XR-01", claims: ["C2"], claimsElsewhere: 1, beyond: true, records: 0, day: "2021-03-01" },
    ...{ institutionCode: "I2", careArea: "310000", insuredProvinces: ["410000"], careProvinces: ["310000"] },
    money: { cost: "100.00", share: "30.00" },
  });
  const page = await get<FindingInWords>(shanghai, `/api/findings/${own!.finding}`);
  expect(page).toMatchObject({ subject: "", shown: [], values: [], sentences: [], lines: [] });
  expect(JSON.stringify([own, page])).not.toMatch(/C1|"I1|京一|110000|K1|70\.00/);
  for (const query of ["?claim=C1", "?text=C1", "?text=京一", "?care=110000", "?institution=I1", "?least=31"])
    expect([query, await seen(shanghai, query)]).toEqual([query, []]);
  expect(await seen(shanghai, "?least=30&text=C2&care=310000")).toEqual(["XR-01 C2"]);
  expect(await get<{ counts: Counted[] }>(shanghai, "/api/findings/counts?by=institution")).toMatchObject({
    counts: [{ key: "I2", findings: 1 }],
  });
  const [whole] = await listed(province("410000"), "?rule=XR-01");
  expect(whole).toMatchObject({ claims: ["C1", "C2"], claimsElsewhere: 0, beyond: false, money: { share: "100.00" } });
  await audit.set("delete from finding_money; delete from finding_cost");
});

test("what cannot be asked is refused", async () => {
  scope = nation;
  for (const url of ["/x", "?state=any", "?lead=maybe", "?from=2021-3", "/counts?by=person", "?order=size"])
    expect([url, (await app.inject(`/api/findings${url}`)).statusCode]).toEqual([url, 400]);
  expect((await app.inject(`/api/findings/${"0".repeat(32)}`)).statusCode).toBe(404);
});

test("counts leave out the condition on what they count by, and keep to the scope", async () => {
  const counts = async (of: Scope, query: string) =>
    Object.fromEntries(
      (await get<{ counts: Counted[] }>(of, `/api/findings/counts${query}`)).counts.map(({ key, findings }) => [
        key,
        findings,
      ]),
    );
  expect(await counts(nation, "?rule=XR-01")).toEqual({ "RS-RATIO": 2, "XR-01": 1 });
  expect(await counts(nation, "?by=category&category=resettlement")).toEqual({ resettlement: 2, cross_province: 1 });
  expect(await counts(nation, "?by=month&rule=XR-01")).toEqual({ "2021-03": 1 });
  expect(await counts(province("310000"), "")).toEqual({ "XR-01": 1 });
});

test("a finding knows its place in a list", async () => {
  const list = await listed(nation, "?order=rule");
  const around = async (id: string, query: string) =>
    (await get<{ neighbours: Neighbours | null }>(nation, `/api/findings/${id}/neighbours${query}`)).neighbours;
  expect(await around(list[1]!.finding, "?order=rule")).toEqual({
    position: 2,
    total: 3,
    previous: list[0]!.finding,
    next: list[2]!.finding,
  });
  expect(await around(list[2]!.finding, "?rule=RS-RATIO")).toBeNull();
});

test("claims and tracks show what the scope holds, persons by the head of their pseudonym, and are written down", async () => {
  const id = await one("?rule=XR-01");
  const acts = journal.head.seq;
  const all = await get<{ claims: FindingClaim[]; total: number }>(nation, `/api/findings/${id}/claims`);
  expect(all.claims.map(({ claim_id, person, institution }) => [claim_id, person, institution])).toEqual([
    ["C1", "00000000", "京一医院"],
    ["C2", "00000000", null],
  ]);
  const theirs = await get<{ claims: FindingClaim[]; total: number }>(
    province("310000", "care"),
    `/api/findings/${id}/claims`,
  );
  expect([theirs.claims.map(({ claim_id }) => claim_id), theirs.total]).toEqual([["C2"], 2]);
  const track = await get<{ visits: FindingClaim[] }>(province("110000", "care"), `/api/findings/${id}/track`);
  expect(track.visits.map(({ claim_id, own }) => [claim_id, own])).toEqual([
    ["C1", true],
    ["C3", false],
  ]);
  expect(journal.head.seq).toBe(acts + 3);
});

test("an institution's months count what the scope holds", async () => {
  const id = await one("?rule=RS-RATIO&claim=C1");
  const pattern = await get<InstitutionPattern>(province("110000"), `/api/findings/${id}/institution`);
  expect(pattern).toMatchObject({
    institution_code: "I1",
    months: [{ month: "2021-03", visits: 1, fund: "100.00", findings: 2, ofRule: 1 }],
    rules: [
      { rule: "RS-RATIO", findings: 1 },
      { rule: "XR-01", findings: 1 },
    ],
  });
});

test("findings stand in the order of what they cost, and show it", async () => {
  const [first, second] = [await one("?rule=RS-RATIO&claim=C1"), await one("?rule=XR-01")];
  await audit.set(`delete from finding_cost; delete from finding_money; insert into finding_cost (finding, claim_id, implicates, kind, method, cost, cost_share, unjudged) values
    ('${first}', 'C1', 'difference', 'suspected', 'settled', 1000, 1000, 0), ('${second}', 'C1', 'settlement', 'suspected', 'estimated', 5000, 4000, 0);
    insert into finding_money (finding, claim_id, fund, own, estimated, alone, share) values
    ('${first}', 'C1', 'basic', true, false, 900, 300), ('${second}', 'C1', 'basic', true, true, 3000, 2400)`);
  const list = await listed(nation, "?order=loss");
  expect(list.map(({ rule, money }) => [rule, money?.share, money?.estimated])).toEqual([
    ["XR-01", "2400.00", "all"],
    ["RS-RATIO", "300.00", "no"],
    ["RS-RATIO", undefined, undefined],
  ]);
  expect(await seen(nation, "?least=1000")).toEqual([overlap]);
  const page = await get<FindingInWords>(nation, `/api/findings/${first}`);
  expect(page.money).toMatchObject({
    kind: "suspected",
    cost: "1000.00",
    loss: "900.00",
    share: "300.00",
    byFund: [{ fund: "basic" }],
  });
  await audit.set("delete from finding_cost; delete from finding_money");
});

test("a list is exported with its sentences, grounds and what to rule out", async () => {
  const mark = { lastBatch: 3, lastSettledAt: "2021-03-13T10:00:00", ruleSet: "abc", generated: true };
  const query = { state: "open", order: "rule", rule: "RS-RATIO" } as const;
  const reader = new Reader(audit.connection);
  const text = async (scoped: Scope) => {
    const { content } = await exportFindings(
      "csv",
      reader,
      { ...nationalPrincipal, scope: scoped },
      query,
      mark,
      folder,
    );
    return [...(content as Iterable<string>)].join("");
  };
  const lines = (await text(nation)).split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFFfinding,rule,title,origin,lead,said,/);
  expect(lines).toHaveLength(4);
  expect(lines.slice(1, 3).sort().join()).toContain(
    '报销比例不符,自建/可疑,false,"按政策410100-310以备案类别REFER重新结算，基金实付比应付多1,000.00元（负数为少付）。",',
  );
  expect((await text(province("310000"))).split("\r\n")).toHaveLength(2);
  const of = (format: "xlsx" | "parquet" | "arrow") =>
    exportFindings(format, reader, nationalPrincipal, query, mark, folder);
  const book = await of("xlsx");
  const sheets = await readWorkbook(await buffer(book.content as AsyncIterable<Uint8Array>));
  expect([...sheets.keys()]).toEqual(["疑点（示意数据）", "说明"]);
  expect(sheets.get("疑点（示意数据）")!.length).toBe(3);
  const file = path.join(folder, "findings.parquet");
  await writeFile(file, await buffer((await of("parquet")).content as AsyncIterable<Uint8Array>));
  const parquet = await audit.read<Record<string, unknown>>(sql`from read_parquet(${file})`);
  const arrow = tableFromIPC(await buffer((await of("arrow")).content as AsyncIterable<Uint8Array>));
  expect(parquet.map(({ said }) => said)).toEqual([...arrow.getChild("said")!]);
  expect(parquet).toMatchObject(
    Array(2).fill({
      title: "报销比例不符",
      lead: false,
      said: expect.stringContaining("基金实付比应付多"),
      claims: [expect.any(String)],
    }),
  );
  expect((await readdir(folder)).filter((name) => name.endsWith(".parquet"))).toEqual(["findings.parquet"]);
});

test("a verdict stands on the evidence that was read, and says what changed since", async () => {
  const found = await get<{ findings: FindingInList[] }>(nation, "/api/findings?rule=RS-RATIO&claim=C1");
  const { finding } = found.findings[0]!;
  const { evidenceHash } = await get<FindingInWords>(nation, `/api/findings/${finding}`);
  const url = `/api/findings/${finding}/verdicts`;
  const payload = { evidenceHash, label: "dismissed", strength: "documents", reason: "备案已更正" };
  scope = province("310000");
  expect((await app.inject({ method: "POST", url, payload })).body).toBe("finding.not_found");
  scope = province("110000");
  expect((await app.inject({ method: "POST", url, payload: { ...payload, label: "fine" } })).statusCode).toBe(400);
  const acts = journal.head.seq;
  expect((await app.inject({ method: "POST", url, payload })).statusCode).toBe(201);
  expect(journal.head.seq).toBe(acts + 1);
  expect(await seen(nation, "?review=dismissed")).toEqual([ratio1]);
  await audit.set("update resettlement set fund_difference = 90 where claim_id = 'C1'");
  await audit.run();
  expect((await app.inject({ method: "POST", url, payload })).body).toBe("finding.evidence_changed");
  const page = await get<FindingInWords>(nation, `/api/findings/${finding}`);
  expect(page.review).toBe("reopened");
  const changed = {
    shown: { gone: [{ fund_difference: "1000.00" }], come: [{ fund_difference: "90.00" }] },
    claims: { gone: [], come: [] },
  };
  expect(page.verdicts).toMatchObject([{ label: "dismissed", strength: "documents", changed }]);
  expect(page.history).toMatchObject([
    { run: 1, changed: null },
    { run: 2, state: "open", changed },
  ]);
  expect(page.history[1]!.said!.come[0]!.zh).toContain("基金实付比应付多90.00元");
});

test("denominators are the nation's; others see what ran, and their own findings", async () => {
  const { runs, open, total } = await get<AuditRuns>(nation, "/api/audit/runs?limit=1");
  expect([runs.length, total]).toEqual([1, 2]);
  expect(runs[0]).toMatchObject({
    run: 2,
    rules: { done: 3, failed: 0, held: 0 },
    found: 3,
    opened: 0,
    changed: 1,
    closed: 0,
  });
  expect(open).toEqual({ "RS-RATIO": 2, "XR-01": 1 });
  const run = await get<AuditRun>(nation, "/api/audit/runs/2");
  expect(run.rules.map(({ rule, lookedAt, found, changed }) => [rule, lookedAt, found, changed])).toEqual([
    ["RS-RATIO", 2, 2, 1],
    ["XR-01", 2, 1, 0],
    ["XR-24", 2, 0, 0],
  ]);
  expect(run).toMatchObject({ previous: 1, next: null });
  expect(run.rules[0]!.before).toMatchObject([{ run: 1, found: 2, lookedAt: 2 }]);
  const theirs = await get<AuditRuns>(province("310000"), "/api/audit/runs");
  expect(theirs.open).toEqual({ "XR-01": 1 });
  expect(theirs.runs[0]).toMatchObject({ rules: { done: 3 }, found: null, opened: null });
  const hidden = { state: "done", lookedAt: null, found: null, notApplicable: null, before: [{ found: null }] };
  expect((await get<AuditRun>(province("310000"), "/api/audit/runs/2")).rules[0]).toMatchObject(hidden);
  scope = nation;
  expect((await app.inject("/api/audit/runs/9")).body).toBe("audit.run_not_found");
  expect(await audit.read(sql`select count(*) as n from verdict`)).toEqual([{ n: 1 }]);
});

test("reasons why a rule does not apply are told in words", async () => {
  await audit.set("update stay set end_date = null where visit_id = 'V2'");
  await audit.run();
  const run = await get<AuditRun & { reasons: Record<string, { zh: string; en: string }> }>(
    nation,
    "/api/audit/runs/3",
  );
  expect(run.rules.find(({ rule }) => rule === "XR-01")!.notApplicable).toMatchObject({ "stay.end_date": 2 });
  expect(run.reasons["stay.end_date"]).toEqual({ zh: "住院·出院日期", en: "Stay: Discharged on" });
});

test("the library is told without its expressions", async () => {
  const library = await get<{ rules: RuleAnswer[] }>(province("650000"), "/api/rules");
  const rule = library.rules.find(({ id }) => id === "XR-01")!;
  expect(rule).toMatchObject({ title: { zh: "两地重叠住院" }, shape: "pairs", investigate: "both", material: null });
  expect(rule.innocent.length).toBeGreaterThan(1);
});
