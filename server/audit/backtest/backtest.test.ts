import { afterEach, beforeEach, expect, test } from "vitest";
import { nationalPrincipal, type Principal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { readLibrary } from "../run/library.ts";
import { AuditFixture, claimRow, differenceRow, stayRow } from "../run/run.fixture.ts";
import { runBacktest } from "./backtest.ts";
import { backtestOf, backtestsOf } from "./backtests.ts";
import { compileCandidate, type Trial } from "./candidate.ts";
import { curveValues, runCurve } from "./curve.ts";
import { keepBacktest } from "./kept.ts";

let audit: AuditFixture;
const bounds = { signal: new AbortController().signal, limitMs: 60_000, clock: () => 0, onPoint: () => {} };
const shanghai: Principal = {
  ...nationalPrincipal,
  scope: { all: false, side: "either", provinces: ["310000"] },
};

beforeEach(async () => {
  audit = await AuditFixture.create();
  await audit.insert("claim", [
    claimRow(1),
    claimRow(2, { care_province: "310000", care_area: "310000" }),
    claimRow(3),
    claimRow(4, { care_province: "310000", care_area: "310000" }),
  ]);
  await audit.insert("stay", [
    stayRow(1),
    stayRow(2, { care_province: "310000", begin_date: "2021-03-05" }),
    stayRow(3, { person_id: "00000000-0000-0000-0000-000000000002" }),
    stayRow(4, {
      person_id: "00000000-0000-0000-0000-000000000002",
      care_province: "310000",
      begin_date: "2021-03-09",
    }),
  ]);
  await audit.insert("resettlement", [differenceRow(1, "100.00"), differenceRow(3, "7.00"), differenceRow(4, "1.00")]);
  await audit.run();
});
afterEach(() => audit.close());

async function backtest(id: string, trial: Trial) {
  const library = await readLibrary(audit.connection, audit.sources);
  const source = audit.sources.find(({ file }) => file.endsWith(`${id}.yaml`))!;
  const candidate = await compileCandidate(source.text, source.file, trial, library.relations);
  const run = await runBacktest(audit.connection, library, candidate, bounds);
  const { names, columns, rows } = run.findings;
  const all = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(names.map((name, i) => [name, columns[i]![row]])),
  );
  return { run, all, tell: all.map(({ subject, change }) => `${change} ${subject}`).sort() };
}

test("a backtest says what an audit with the changed rule would find, and writes nothing", async () => {
  const before = await audit.read(sql`from finding order by finding`);
  const { tell, run } = await backtest("XR-01", { overlap: "3" });
  expect(run.lookedAt).toBe(4);
  expect(await audit.read(sql`from finding order by finding`)).toEqual(before);
  audit.change("XR-01", "default: 1,", "default: 3,");
  await audit.run();
  const after = await audit.read<{ subject: string; state: string }>(
    sql`select subject, state from finding where rule = 'XR-01' order by subject`,
  );
  expect(after.map(({ subject, state }) => `${state === "open" ? "kept" : "lost"} ${subject}`).sort()).toEqual(tell);
  expect(tell).toEqual(["kept K1 + K2", "lost K3 + K4"]);
});

test("findings come with their money, estimated where they are new, and differences by what was not due", async () => {
  const { all, tell } = await backtest("RS-RATIO", { amount: "5" });
  expect(tell).toEqual(["kept K1|2021-03-01", "kept K3|2021-03-01", "lost K4|2021-03-01"]);
  const gained = await (async () => {
    for (const table of ["finding", "finding_cost", "finding_money"]) await audit.set(`delete from ${table}`);
    return backtest("RS-RATIO", { amount: "5" });
  })();
  expect(gained.tell).toEqual(["gained K1|2021-03-01", "gained K3|2021-03-01"]);
  expect(gained.all.map(({ loss, estimated }) => [loss, estimated])).toEqual(
    expect.arrayContaining([
      ["100.00", true],
      ["7.00", true],
    ]),
  );
  expect(all).toHaveLength(3);
});

test("a confirmed finding that would be lost, and a dismissed one that would come, are against the verdict", async () => {
  const said = (subject: string, label: string) =>
    audit.set(`insert into verdict by name select 1 as verdict, finding, rule, subject, '${label}' as label, 'field' as strength, 'x' as reason,
      'a' as reviewer, timestamp '2021-05-01' as given_at, version, rule_hash, parameters, evidence_hash, claims, lines, shown
      from finding where subject = '${subject}'`);
  await said("K3 + K4", "confirmed");
  const { all } = await backtest("XR-01", { overlap: "3" });
  expect(all.map(({ subject, verdict, contradicts }) => [subject, verdict, contradicts])).toEqual([
    ["K1 + K2", null, false],
    ["K3 + K4", "confirmed", true],
  ]);
  await audit.set("delete from verdict");
  await said("K3 + K4", "dismissed");
  expect((await backtest("XR-01", { overlap: "3" })).all.every(({ contradicts }) => !contradicts)).toBe(true);
  await audit.set("delete from finding where subject = 'K3 + K4'");
  const back = await backtest("XR-01", {});
  expect(back.all.find(({ subject }) => subject === "K3 + K4")).toMatchObject({ change: "gained", contradicts: true });
});

test("what is kept is read back within a principal's provinces", async () => {
  const { run } = await backtest("RS-RATIO", { amount: "5" });
  const write = <T>(work: (connection: typeof audit.connection) => Promise<T>) => work(audit.connection);
  const head = { rule: "RS-RATIO", ruleHash: null, trialHash: "h", parameters: '{"amount":"5"}', startedBy: "a" };
  for (let i = 0; i < 12; i++) await keepBacktest(write, { ...head, endedAt: new Date(0) }, run);
  const reader = new Reader(audit.connection);
  const listed = await backtestsOf(reader, nationalPrincipal, "RS-RATIO");
  expect(listed.map(({ backtest: number }) => number)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  expect(listed[0]!.changes.map(({ change, findings }) => [change, findings])).toEqual([
    ["kept", 2],
    ["lost", 1],
  ]);
  const page = await backtestOf(reader, nationalPrincipal, "RS-RATIO", 12, { limit: 10 });
  expect(
    page.provinces.filter(({ side }) => side === "care").map(({ province, change }) => [province, change]),
  ).toEqual([
    ["110000", "kept"],
    ["310000", "lost"],
  ]);
  expect(page.findings).toMatchObject([{ change: "lost" }]);
  const own = await backtestOf(reader, shanghai, "RS-RATIO", 12, { limit: 10 });
  expect(own.lookedAt).toBeNull();
  expect(own.changes.map(({ change, findings }) => [change, findings])).toEqual([["lost", 1]]);
});

test("a curve finds at each value what the rule would find with it", async () => {
  const library = await readLibrary(audit.connection, audit.sources);
  const source = audit.sources.find(({ file }) => file.endsWith("XR-01.yaml"))!;
  const points = await runCurve(
    audit.connection,
    library,
    { ...source, parameter: "overlap", values: ["1", "2", "5", "6"] },
    bounds,
  );
  expect(points.map(({ value, found }) => [value, found])).toEqual([
    ["1", 2],
    ["2", 1],
    ["5", 1],
    ["6", 0],
  ]);
});

test("values of a curve keep to the bounds, hold the default, and count whole things wholly", () => {
  const parameter = { default: "30000", unit: "yuan", min: "5000", max: "500000", confidence: "illustrative" } as const;
  const values = curveValues(parameter).map(Number);
  expect(values[0]).toBe(5000);
  expect(values.at(-1)).toBe(500000);
  expect(values).toContain(30000);
  expect(curveValues({ ...parameter, default: "1", unit: "nights", min: "1", max: "5" })).toEqual([
    "1",
    "2",
    "3",
    "4",
    "5",
  ]);
});

test.each([
  [{ nights: "1" }, "a parameter of XR-01: overlap"],
  [{ overlap: "0" }, "a number from 1 to 30"],
  [{ overlap: "1; drop table finding" }, "a number from 1 to 30"],
])("%o is refused", async (trial, expected) => {
  await expect(backtest("XR-01", trial as Trial)).rejects.toMatchObject({
    code: "request.invalid",
    details: { expected },
  });
});
