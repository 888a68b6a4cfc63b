import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sql } from "../../store/sql.ts";
import { notEvidence } from "./evidence.ts";
import { AuditFixture, claimRow, differenceRow, stayRow } from "./run.fixture.ts";
import { runBounded, TooLong } from "./statement.ts";

let audit: AuditFixture;
beforeEach(async () => {
  audit = await AuditFixture.create();
  await audit.insert("claim", [
    claimRow(1),
    claimRow(2, { care_province: "310000", care_area: "310000" }),
    claimRow(3),
  ]);
  await audit.insert("stay", [stayRow(1), stayRow(2, { care_province: "310000", begin_date: "2021-03-05" })]);
  await audit.insert("resettlement", [differenceRow(1, "100.00"), differenceRow(3, "7.00")]);
});
afterEach(() => audit.close());

const findings = () =>
  audit.read<{ rule: string; subject: string; state: string; closed_reason: string | null; last_run: number }>(
    sql`select rule, subject, state, closed_reason, last_run from finding order by rule, subject`,
  );
const history = () =>
  audit.read(sql`select rule, subject, run, finding_history.state, finding_history.closed_reason
    from finding_history join finding using (finding) order by rule, subject, run`);
const overlap = { rule: "XR-01", subject: "K1 + K2" };
const paid = (n: number) => ({ rule: "RS-RATIO", subject: `K${n}|2021-03-01` });

test("a run writes findings, what was looked at, and why rules did not apply", async () => {
  const { run, rules } = await audit.run();
  expect(run).toBe(1);
  expect(
    rules.map(({ rule, state, lookedAt, found, opened, notApplicable }) => [
      rule,
      state,
      lookedAt,
      found,
      opened,
      notApplicable,
    ]),
  ).toEqual([
    ["RS-RATIO", "done", 2, 2, 2, {}],
    ["XR-01", "done", 2, 1, 1, {}],
    ["XR-24", "done", 2, 0, 0, { "institution.licensed_beds": 2 }],
  ]);
  expect(await findings()).toMatchObject([paid(1), paid(3), overlap].map((each) => ({ ...each, state: "open" })));
  const places = await audit.read(sql`select finding_place.care_province from finding_place join finding using (finding)
    where rule = 'XR-01' order by finding_place.care_province`);
  expect(places).toHaveLength(2);
  const held = await audit.read(sql`select rule, looked_at, found, not_applicable from audit_run_rule order by rule`);
  expect(held[2]).toEqual({ rule: "XR-24", looked_at: 2, found: 0, not_applicable: '{"institution.licensed_beds":2}' });
});

test("the same evidence leaves a finding as it was; changed evidence is a new row of its history", async () => {
  await audit.run();
  const before = await audit.read(sql`select finding, evidence_hash from finding order by finding`);
  await audit.run();
  expect(await audit.read(sql`select finding, evidence_hash from finding order by finding`)).toEqual(before);
  expect(await history()).toHaveLength(3);
  await audit.set("update resettlement set fund_difference = 90 where claim_id = 'C1'");
  const { rules } = await audit.run();
  expect(rules.find(({ rule }) => rule === "RS-RATIO")).toMatchObject({ found: 2, opened: 0, changed: 1, closed: 0 });
  expect(await history()).toMatchObject([
    { ...paid(1), run: 1 },
    { ...paid(1), run: 3, state: "open" },
    paid(3),
    overlap,
  ]);
});

test("a finding that no longer holds is closed with the reason, and opened again", async () => {
  await audit.run();
  await audit.set("update resettlement set fund_difference = 0 where claim_id = 'C1'");
  await audit.run();
  expect(await findings()).toMatchObject([
    { ...paid(1), state: "closed", closed_reason: "evidence_gone", last_run: 1 },
    { ...paid(3), state: "open", closed_reason: null, last_run: 2 },
    { ...overlap, state: "open" },
  ]);
  audit.change("RS-RATIO", "default: 1,", "default: 10,");
  audit.change("XR-01", "status: active", "status: retired");
  await audit.set("update resettlement set fund_difference = 100 where claim_id = 'C1'");
  await audit.run();
  expect(await findings()).toMatchObject([
    { ...paid(1), state: "open", closed_reason: null },
    { ...paid(3), state: "closed", closed_reason: "rule_changed" },
    { ...overlap, state: "closed", closed_reason: "rule_retired" },
  ]);
  expect((await history()).length).toBe(3 + 1 + 3);
});

test("other parameters are no other evidence", async () => {
  await audit.run();
  const hashes = sql`select evidence_hash, parameters from finding where rule = 'XR-01'`;
  const [before] = await audit.read<{ evidence_hash: string; parameters: string }>(hashes);
  audit.change("XR-01", "overlap: { default: 1", "overlap: { default: 2");
  await audit.run();
  const [after] = await audit.read<{ evidence_hash: string; parameters: string }>(hashes);
  expect(after!.evidence_hash).toBe(before!.evidence_hash);
  expect(after!.parameters).not.toBe(before!.parameters);
  expect(await history()).toHaveLength(3);
});

test("a limit, and what else comes from parameters, is no evidence", () => {
  const find = { accumulate: { over: "house.beds * $factor", values: { many: "reached", above: "reached - $most" } } };
  expect(notEvidence({ find, explain: { zh: "{limit}{many}{above}{$factor}", en: "" } })).toEqual([
    "limit",
    "above",
    "$factor",
  ]);
  expect(notEvidence({ find: { accumulate: { over: "house.beds" } }, explain: { zh: "{limit}", en: "" } })).toEqual([]);
});

test("a statement is stopped when it takes too long, and on request", async () => {
  const slow = sql`select count(*) from range(100000) as a, range(100000) as b where hash(a, b) % 7 = 1`;
  const { signal } = new AbortController();
  await expect(runBounded(audit.connection, slow, { signal, limitMs: 20 })).rejects.toBeInstanceOf(TooLong);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  await expect(runBounded(audit.connection, slow, { signal: stop.signal, limitMs: 60_000 })).rejects.toMatchObject({
    code: "store.interrupted",
  });
});

test("a statement whose plan expects too many rows is refused before it runs, and the estimate is kept beside the count", async () => {
  const { rules } = await audit.run();
  const kept = await audit.read<{ rule: string; estimated: number; looked_at: number }>(
    sql`select rule, estimated, looked_at from audit_run_rule order by rule`,
  );
  expect(kept.map(({ estimated }) => estimated)).toEqual(rules.map(({ estimated }) => estimated));
  expect(Math.min(...kept.map(({ estimated }) => estimated))).toBeGreaterThan(0);
  const refused = await audit.run({ mostRows: 0 });
  for (const { state, reason } of refused.rules) {
    expect(state).toBe("failed");
    expect(reason).toMatch(/^would make about .* rows, more than 0/);
  }
  expect(await findings()).toMatchObject([paid(1), paid(3), overlap].map((each) => ({ ...each, last_run: 1 })));
});

describe("a rule that fails", () => {
  test("fails alone, though it is read together with others, and leaves its findings", async () => {
    await audit.run();
    const twin = audit.sources.find(({ file }) => file.endsWith("RS-RATIO.yaml"))!;
    const other = { file: "resettlement/RS-DEDC.yaml", text: twin.text.replace("id: RS-RATIO", "id: RS-DEDC") };
    audit.sources = [...audit.sources, other];
    await audit.run();
    await audit.set("update resettlement set policy_id = 'x' where claim_id = 'C1'");
    audit.change(
      "RS-DEDC",
      "abs(fund_difference) >= $amount",
      "abs(fund_difference) >= $amount and cast(policy_id as date) is null",
    );
    const { rules } = await audit.run();
    const state = new Map(rules.map(({ rule, state, reason }) => [rule, [state, reason]]));
    expect(state.get("RS-RATIO")).toEqual(["done", null]);
    expect(state.get("RS-DEDC")![0]).toBe("failed");
    const left = await audit.read(
      sql`select distinct rule, state, last_run from finding where rule like 'RS-%' order by rule`,
    );
    expect(left).toEqual([
      { rule: "RS-DEDC", state: "open", last_run: 2 },
      { rule: "RS-RATIO", state: "open", last_run: 3 },
    ]);
  });

  test("a refused file is shown with the reason and keeps its findings", async () => {
    await audit.run();
    audit.change("XR-01", "same: [person_id]", "same: [person_ident]");
    const { rules } = await audit.run();
    expect(rules.find(({ rule }) => rule === "XR-01")).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("person_ident"),
    });
    expect(await findings()).toMatchObject([paid(1), paid(3), { ...overlap, state: "open", last_run: 1 }]);
  });
});

test("some rules only: the others stay, also retired ones; unknown ones are refused", async () => {
  await audit.run();
  audit.change("XR-01", "status: active", "status: retired");
  await audit.set("delete from resettlement");
  const { rules } = await audit.run({ only: ["RS-RATIO"] });
  expect(rules.map(({ rule, closed }) => [rule, closed])).toEqual([["RS-RATIO", 2]]);
  expect(await findings()).toMatchObject([{ state: "closed" }, { state: "closed" }, { ...overlap, state: "open" }]);
  await expect(audit.run({ only: ["XR-01"] })).rejects.toMatchObject({ code: "request.invalid" });
});

test("a stopped run leaves everything as it was", async () => {
  await audit.run();
  const stop = new AbortController();
  await audit.set("delete from resettlement");
  const run = audit.run({ signal: stop.signal, onStep: (_, done) => done === 1 && stop.abort() });
  await expect(run).rejects.toMatchObject({ code: "store.interrupted" });
  expect(await findings()).toMatchObject(
    [paid(1), paid(3), overlap].map((each) => ({ ...each, state: "open", last_run: 1 })),
  );
  expect(await audit.read(sql`from audit_run`)).toHaveLength(1);
  expect(await audit.read(sql`select table_name from duckdb_tables() where temporary`)).toEqual([]);
});

test("findings of a shadow rule are kept apart, and open once it is active", async () => {
  audit.change("XR-01", "status: active", "status: shadow");
  await audit.run();
  expect((await findings())[2]).toMatchObject({ ...overlap, state: "shadow" });
  audit.change("XR-01", "status: shadow", "status: active");
  await audit.run();
  expect((await findings())[2]).toMatchObject({ ...overlap, state: "open" });
});
