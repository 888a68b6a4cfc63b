import { afterEach, beforeEach, expect, test } from "vitest";
import { nationalPrincipal, type Principal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { AuditFixture, claimRow, differenceRow, stayRow } from "../run/run.fixture.ts";
import { listControl } from "./control-list.ts";
import { drawControl, projectControl } from "./control-sample.ts";
import { estimateRecall } from "./recall.ts";
import { qualityOf } from "./rule-quality.ts";

let audit: AuditFixture;
let reader: Reader;
beforeEach(async () => {
  audit = await AuditFixture.create();
  reader = new Reader(audit.connection);
  const claims = Array.from({ length: 12 }, (_, i) =>
    claimRow(i + 1, { visit: true, ...(i === 1 ? { care_province: "310000", care_area: "310000" } : {}) }),
  );
  await audit.insert("claim", claims);
  await audit.insert("stay", [stayRow(1), stayRow(2, { care_province: "310000", begin_date: "2021-03-05" })]);
  await audit.insert("resettlement", [differenceRow(1, "100.00"), differenceRow(3, "7.00")]);
  await audit.run();
});
afterEach(() => audit.close());

let verdicts = 0;
const say = (rule: string, subject: string, label: string, strength: string) =>
  audit.set(`insert into verdict by name select ${++verdicts} as verdict, finding, rule, subject, '${label}' as label, '${strength}' as strength, 'x' as reason,
    'a' as reviewer, timestamp '2021-05-01' as given_at, version, rule_hash, parameters, evidence_hash, claims, lines, shown
    from finding where rule = '${rule}' and subject = '${subject}'`);

test("the strongest verdict on an evidence counts, and each strength is counted apart", async () => {
  await say("RS-RATIO", "K1|2021-03-01", "confirmed", "field");
  await say("RS-RATIO", "K1|2021-03-01", "dismissed", "desk");
  await say("RS-RATIO", "K3|2021-03-01", "dismissed", "desk");
  const [quality] = await qualityOf(reader, nationalPrincipal, "RS-RATIO");
  expect(quality!.sets).toHaveLength(1);
  expect(quality!.sets[0]).toMatchObject({
    all: { confirmed: 1, dismissed: 1, doubtful: 0, share: 0.5 },
    byStrength: {
      field: { confirmed: 1, dismissed: 0 },
      documents: { confirmed: 0, share: null },
      desk: { dismissed: 1 },
    },
  });
});

test("other parameters are another set", async () => {
  await say("RS-RATIO", "K1|2021-03-01", "confirmed", "field");
  audit.change("RS-RATIO", "default: 1,", "default: 5,");
  await audit.run();
  await say("RS-RATIO", "K3|2021-03-01", "confirmed", "field");
  const [quality] = await qualityOf(reader, nationalPrincipal, "RS-RATIO");
  expect(quality!.sets.map(({ parameters }) => parameters)).toEqual(
    expect.arrayContaining([{ amount: { default: "1" } }, { amount: { default: "5" } }]),
  );
});

test("a confirmed finding is a catch of its own where no other rule speaks about its claims", async () => {
  await say("RS-RATIO", "K1|2021-03-01", "confirmed", "field");
  await say("RS-RATIO", "K3|2021-03-01", "confirmed", "field");
  const all = await qualityOf(reader, nationalPrincipal);
  const ratio = all.find(({ rule }) => rule === "RS-RATIO")!;
  expect(ratio).toMatchObject({ confirmedFindings: 2, uniqueCatch: 1, overlaps: [{ rule: "XR-01", findings: 1 }] });
  expect(all.find(({ rule }) => rule === "XR-01")!.overlaps).toEqual([{ rule: "RS-RATIO", findings: 1 }]);
});

test("a province's quality is of findings that speak about it", async () => {
  await say("RS-RATIO", "K1|2021-03-01", "confirmed", "field");
  const shanghai: Principal = { ...nationalPrincipal, scope: { all: false, side: "care", provinces: ["310000"] } };
  expect((await qualityOf(reader, shanghai)).map(({ rule, sets }) => [rule, sets.length])).toEqual([["XR-01", 0]]);
});

test("a control sample is of claims without a finding, the same for the same seed, and tells what is missed", async () => {
  const draw = await drawControl(reader, nationalPrincipal, { size: 4, seed: 7 });
  expect(draw).toEqual(await drawControl(reader, nationalPrincipal, { size: 4, seed: 7 }));
  expect(draw.unflagged).toBe(9);
  expect(draw.claims).toHaveLength(4);
  expect(draw.claims.filter((claim) => ["C1", "C2", "C3"].includes(claim))).toEqual([]);
  const entry = { seq: 5, at: "2021-05-01T00:00:00Z", actor: "a", prev: "", hash: "" };
  await projectControl(audit.connection, { ...entry, act: "control.drawn", data: draw });
  expect((await drawControl(reader, nationalPrincipal, { size: 20, seed: 7 })).claims).toHaveLength(5);
  for (const [i, claim] of draw.claims.entries()) {
    const data = { claim, label: i === 0 ? "irregular" : "clean", strength: "desk", reason: "x" };
    await projectControl(audit.connection, { ...entry, seq: 6 + i, act: "control.judged", data });
  }
  await say("RS-RATIO", "K1|2021-03-01", "confirmed", "field");
  const recall = await estimateRecall(reader, nationalPrincipal);
  // One of four of 9 unflagged claims: 2.25 expected beside the one confirmed.
  expect(recall).toMatchObject({ unflagged: 9, drawn: 4, clean: 3, irregular: 1, confirmed: 1 });
  expect(recall.recall).toBeCloseTo(1 / 3.25, 6);
  expect(recall.low).toBeLessThan(recall.recall!);
  expect(recall.high).toBeGreaterThan(recall.recall!);
});

test("drawn claims are listed, those that wait first, each to those who may see it", async () => {
  const claims = ["C2", "C4", "C5"];
  const entry = { seq: 5, at: "2021-05-01T00:00:00Z", actor: "a", prev: "", hash: "" };
  await projectControl(audit.connection, { ...entry, act: "control.drawn", data: { seed: 1, unflagged: 9, claims } });
  const data = { claim: "C4", label: "clean", strength: "desk", reason: "x" };
  await projectControl(audit.connection, { ...entry, seq: 6, act: "control.judged", data });
  const all = await listControl(reader, nationalPrincipal, { limit: 10, offset: 0 });
  expect(all).toMatchObject({ total: 3, waiting: 2 });
  expect(all.claims.map(({ claim, label }) => [claim, label]).at(-1)).toEqual(["C4", "clean"]);
  const shanghai: Principal = { ...nationalPrincipal, scope: { all: false, side: "care", provinces: ["310000"] } };
  const own = await listControl(reader, shanghai, { limit: 10, offset: 0 });
  expect(own).toMatchObject({ total: 1, waiting: 1, claims: [{ claim: "C2" }] });
});

test("without judged claims nothing is said of recall", async () => {
  expect(await estimateRecall(reader, nationalPrincipal)).toMatchObject({ recall: null, low: null, high: null });
});
