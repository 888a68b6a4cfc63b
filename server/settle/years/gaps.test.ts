import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import type { PolicyFile, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { settleOnRecord } from "../chain.ts";
import { exampleCatalogue, policyOf, workedExamples } from "../reference/worked-examples.ts";
import { disagreements } from "./compare.ts";
import { moved } from "./moved.ts";
import { places } from "./random-trials.ts";
import { settleTrials } from "./run.ts";
import type { Trial } from "./trial.ts";

const example = (name: string) => workedExamples.find((each) => each.name === name)!;
const [twoStays, largeStay] = [example("E2 segments, a second admission"), example("E2 segments, the last band")];

const changed = (policy: PolicyFile, change: (version: PolicyVersion) => Partial<PolicyVersion>): PolicyFile => ({
  ...policy,
  versions: policy.versions.map((version) => ({ ...version, ...change(version) })),
});
const tiersOf = <T>(tiers: Record<string, T>, change: (value: T) => T) =>
  Object.fromEntries(Object.entries(tiers).map(([tier, value]) => [tier, change(value)]));

/** Of in-patients only the first `known` admissions are known. */
const knownAdmissions = (known: number) => (version: PolicyVersion) => ({
  deductibles: version.deductibles.map((row) =>
    row.care.includes("inpatient")
      ? { ...row, tiers: tiersOf(row.tiers, (standards) => [...standards.slice(0, known), "unknown"]) }
      : row,
  ),
});
/** Of in-patients bands are known up to an amount. */
const knownCost = (yuan: string) => (version: PolicyVersion) => ({
  segments: version.segments.map((row) => ({
    ...row,
    tiers: tiersOf(row.tiers, (bands): [string, string][] => [
      ...bands.filter(([low]) => Number(low) < Number(yuan)),
      [yuan, "unknown"],
    ]),
  })),
});

const homes = places.filter(({ province }) => province !== "110000");
const trial = (at: number, { person }: typeof twoStays, policy: PolicyFile): Trial =>
  moved({ name: "", policy, person }, `g${at}`, homes[at]!);
const trials = [
  trial(0, twoStays, changed(policyOf(twoStays), knownAdmissions(1))),
  trial(1, largeStay, changed(policyOf(largeStay), knownCost("129999.99"))),
  trial(2, largeStay, changed(policyOf(largeStay), knownCost("130000"))),
];

test("what a policy does not know is not judged, by chain and oracle, and what it knows is", async () => {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const settled = await settleTrials(connection, trials, exampleCatalogue);
  connection.closeSync();
  const of = (claim: string) => {
    const { cannot, deductible_standard_due, calculated, fund_due } = settled.record.get(claim)!;
    return [cannot, deductible_standard_due, calculated, fund_due];
  };
  expect(of("g0-E2a")).toEqual([null, "1300.00", "35485.00", expect.any(String)]);
  expect(of("g0-E2b")).toEqual(["policy_gap", null, null, null]);
  // A fen beyond, and not.
  expect(of("g1-E2c")).toEqual(["policy_gap", null, null, null]);
  expect(of("g2-E2c")).toEqual([null, "1300.00", "115895.00", expect.any(String)]);
  expect(disagreements(trials, settled, exampleCatalogue)).toEqual([]);
});

test("where stays before are not known, a later admission may be one whose deductible nobody knows", async () => {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const [known] = trials;
  await settleTrials(connection, [known!], exampleCatalogue);
  await connection.run(
    "update settle_claim set history_known = false, deductible_paid = 20000 where claim_id = 'g0-E2a'",
  );
  const { forget } = await settleOnRecord(connection);
  const found = await connection.runAndReadAll(
    "select cannot, deductible_low, deductible_high, deductible_due from on_record where claim_id = 'g0-E2a'",
  );
  expect(found.getRowObjectsJson()).toEqual([
    { cannot: null, deductible_low: "0.00", deductible_high: "42200.00", deductible_due: "20000.00" },
  ]);
  await forget();
  connection.closeSync();
});
