import fc from "fast-check";
import { expect, test } from "vitest";
import { type ReadPolicy, readPolicy } from "../../../datasets/policies/policies.ts";
import { seededRandom } from "../../bench/proof.ts";
import { facts } from "../../facts/fact.ts";
import type { SettlementRow } from "../../facts/facts.fixture.ts";
import { Dice } from "../../settle/years/dice.ts";
import { policyYaml } from "../../settle/years/policy-yaml.ts";
import { randomPolicy } from "../../settle/years/random-policy.ts";
import unaudited from "../changes/relations/unaudited.ts";
import { relationFiles } from "../describe-relations.ts";
import type { AuditResult } from "./audit.ts";
import { FollowedHouse } from "./incremental.fixture.ts";

/**
 * Scans with lookups, one of which asks what sources bring; pairs of every kind, one that falls into no parts; companions, accumulations by person, institution and telephone; gatherings, one
 * held against its host. Thresholds that a few rows reach.
 */
const house = await FollowedHouse.create({
  ...Object.fromEntries(
    [
      "XR-01",
      "XR-02",
      "XR-04",
      "XR-08",
      "XR-11",
      "XR-12-TWICE",
      "XR-14",
      "XR-15",
      "XR-17",
      "XR-18",
      "XR-19",
      "XR-24",
    ].map((id) => [id, []]),
  ),
  "XR-05": [
    ["persons: { default: 8, unit: persons, min: 3", "persons: { default: 2, unit: persons, min: 2"],
    ["others: { default: 30", "others: { default: 1"],
    ["lift: { default: 5", "lift: { default: 1"],
  ],
  "XR-29": [["amount: { default: 1000", "amount: { default: 0"]],
  "XR-30": [],
  "RS-RATIO": [],
});
/** More than the suite has time for, where somebody asks. */
const runs = Number(process.env.JIHENG_RUNS ?? 1);

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const numbers = { insured_area: pick("410100", "410100", "130100"), person_no: pick("P1", "P2", "P3") };
const hospitals = ["H11010500001", "H31010100009"];
const ids = ["00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"];
const encounter = pick("E1", "E2", "E3", "E4");
const certificate = pick(null, ...ids);

const settlement = fc.record({
  ...numbers,
  settlement_id: pick("S1", "S2", "S3", "S4", "S5", "S6"),
  encounter_id: encounter,
  reported_by: pick("insured", "insured", "insured", "care"),
  sender_settlement_id: pick(null, null, null, "M1"),
  certificate_no: certificate,
  institution_code: pick(...hospitals),
  care_area: pick("110000", "310000", "410300"),
  settlement_type: pick("2", "2", "1"),
  care_type: pick("21", "21", "21", "11"),
  credential_type: pick("02", null),
  begin_date: pick("2024-03-01", "2024-03-05", "2024-03-09"),
  end_date: pick("2024-03-11", "2024-03-20"),
  settled_at: pick("2024-03-20 10:00:00", "2024-03-21 10:00:00"),
  refunded: pick("0", "0", "0", "0", "1"),
  reversed_settlement_id: pick(null, null, null, null, "S1"),
  valid: pick("1", "1", "1", "1", "0"),
  total_cost: pick("8000.00", "24278.00"),
});
const tables: Record<string, [row: fc.Arbitrary<SettlementRow>, key: string[], weight: number]> = {
  settlement: [settlement, ["insured_area", "settlement_id", "reported_by"], 6],
  person: [
    fc.record({
      ...numbers,
      certificate_no: certificate,
      survival_status: pick("1", "2"),
      death_date: pick(null, "2024-03-02"),
    }),
    ["insured_area", "person_no"],
    2,
  ],
  institution: [
    fc.record({ institution_code: pick(...hospitals), licensed_beds: pick(null, "1", "2") }),
    ["institution_code"],
    2,
  ],
  filing: [
    fc.record({
      ...numbers,
      filing_id: pick("F1", "F2", "F3"),
      certificate_no: certificate,
      area: pick("110000", "310000"),
      category: pick("02", "06"),
      agent_phone: pick(ids[0]!, ids[0]!, ids[1]!),
      created_at: pick("2024-01-01 00:00:00", "2024-01-02 00:00:00"),
      begin_date: pick("2024-01-01", "2024-03-15"),
      updated_at: pick(null, "2024-03-04 00:00:00", "2024-12-31 00:00:00"),
      returned: pick(null, "1"),
      valid: pick("1", "1", "0"),
    }),
    ["filing_id"],
    3,
  ],
  enrolment: [
    fc.record({
      ...numbers,
      certificate_no: certificate,
      scheme: pick("310"),
      begin_date: pick("2020-01-01", "2024-03-04"),
      status: pick("1", "2"),
    }),
    ["insured_area", "person_no", "scheme", "begin_date"],
    2,
  ],
  investigation: [
    fc.record({
      insured_area: pick("410100", "130100"),
      investigation_id: pick("V1", "V2"),
      settlement_id: pick("S1", "S2", "S3"),
      requested_at: pick("2024-04-01 00:00:00"),
    }),
    ["insured_area", "investigation_id"],
    1,
  ],
  trace_code: [
    fc.record({
      insured_area: pick("410100"),
      institution_code: pick(...hospitals),
      encounter_id: encounter,
      line_no: pick("1", "2"),
      trace_code: pick("81000001"),
      quantity: pick("1"),
      reported_by: pick("insured", "insured", "care"),
    }),
    ["institution_code", "encounter_id", "line_no", "reported_by"],
    2,
  ],
  encounter: [
    fc.record({
      insured_area: pick("410100", "130100"),
      institution_code: pick(...hospitals),
      encounter_id: encounter,
      admission_bed: pick(null, "3"),
    }),
    ["insured_area", "institution_code", "encounter_id"],
    1,
  ],
  fee_line: [
    fc.record({
      insured_area: pick("410100"),
      institution_code: pick(...hospitals),
      encounter_id: encounter,
      settlement_id: pick(null, "S1"),
      amount: pick("10.00", "99.00"),
    }),
    ["institution_code", "encounter_id"],
    1,
  ],
};

type Step =
  | { table: string; rows: SettlementRow[] }
  | { policy: number | null }
  | { rule: string; from: string; to: string }
  | { audited: readonly string[] };

const batches = Object.entries(tables).map(([table, [row, key, weight]]) => ({
  weight,
  arbitrary: fc
    .uniqueArray(row, { selector: (each) => key.map((name) => each[name]).join(), minLength: 1, maxLength: 5 })
    .map((rows): Step => ({ table, rows })),
}));
const step: fc.Arbitrary<Step> = fc.oneof(
  ...batches,
  { weight: 1, arbitrary: pick<Step>({ policy: null }, { policy: 1 }, { policy: 2 }) },
  {
    weight: 1,
    arbitrary: pick<Step>(
      { rule: "XR-04", from: "provinces: { default: 3", to: "provinces: { default: 2" },
      { rule: "XR-30", from: "persons: { default: 11", to: "persons: { default: 2" },
      { rule: "XR-19", from: "amount: { default: 30000", to: "amount: { default: 5000" },
      { rule: "XR-01", from: "status: active", to: "status: retired" },
      { rule: "XR-18", from: "status: active", to: "status: shadow" },
    ),
  },
  { weight: 1, arbitrary: pick<Step>({ audited: ["XR-01", "XR-19"] }) },
);

async function take(each: Step): Promise<void> {
  if ("table" in each) await house.facts.put(each.table, each.rows, "insured");
  else if ("policy" in each) await house.inForce(policyOf(each.policy));
  else if ("rule" in each) house.rewrite(each.rule, each.from, each.to);
  else await auditSome(each.audited);
}

/** Rules that are asked for alone run whole and take nothing from the others. */
async function auditSome(only: readonly string[]): Promise<void> {
  const there = only.filter((id) =>
    house.sources.some(({ file, text }) => file.includes(id) && !text.includes("status: retired")),
  );
  await house.catchUp();
  await house.audit({ only: there });
}

function policyOf(seed: number | null): ReadPolicy[] {
  if (seed === null) return [];
  const policy = randomPolicy(new Dice(seededRandom(seed)), "410100", "310");
  return [readPolicy(policyYaml(policy), "areas/410100-310.yaml")];
}

test("after any batches and changes, a run from the last one leaves what a full run leaves", {
  timeout: 60_000 + runs * 60_000,
}, async () => {
  const seen = { part: 0, stands: 0, found: 0, opened: 0, closed: 0 };
  const first = fc.tuple(...batches.map(({ arbitrary }) => arbitrary));
  const meanwhile = fc.array(step, { minLength: 1, maxLength: 3 });
  const rounds = fc.array(meanwhile, { minLength: 2, maxLength: runs > 1 ? 4 : 2 });
  await fc.assert(
    fc.asyncProperty(first, rounds, async (begun, rounds) => {
      await house.clear();
      for (const each of begun) await take(each);
      await house.catchUp();
      let last = await house.audit();
      for (const steps of rounds) {
        for (const [i, each] of steps.entries()) {
          await take(each);
          if (i === 0) await house.catchUp();
        }
        await house.catchUp();
        last = await house.audit();
        for (const { reach, opened, closed } of last.rules) {
          if (reach !== "whole") seen[reach]++;
          seen.opened += opened;
          seen.closed += closed;
        }
      }
      const incremental = await house.state(last);
      const again = await house.audit({ full: true });
      expect(again.mode).toBe("full");
      expect(incremental).toEqual(await house.state(again));
      seen.found += incremental.findings.length;
    }),
    { numRuns: runs, seed: 10 },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
});

test("what a companion was supplied for is asked of all its records, whoever is run again", async () => {
  await house.clear();
  house.keep("XR-19");
  const paidByHand = { settlement_type: "1", total_cost: "50000.00" };
  const investigated = { insured_area: "410100", investigation_id: "V1", requested_at: "2024-04-01 00:00:00" };
  await house.facts.put("settlement", [
    { ...paidByHand, settlement_id: "S1", institution_code: hospitals[1]!, settled_at: "2021-05-11 10:00:00" },
  ]);
  await house.facts.put("investigation", [{ ...investigated, settlement_id: "S1" }]);
  await house.catchUp();
  await house.audit();
  await house.facts.put("settlement", [{ ...paidByHand, settlement_id: "S2", encounter_id: "E2", person_no: "P2" }]);
  await house.catchUp();
  const ofRun = ({ rules }: AuditResult) => rules.find(({ rule }) => rule === "XR-19");
  expect(ofRun(await house.audit())).toMatchObject({ reach: "part", lookedAt: 2, found: 1 });
});

test("rules without parts stand where nothing they read changed", async () => {
  await house.clear();
  house.keep("XR-15", "XR-17", "XR-24");
  await house.facts.put("settlement", [{ settlement_id: "S1" }]);
  await house.catchUp();
  await house.audit();
  await house.facts.put("institution", [{ institution_code: "H11010500001", licensed_beds: "1" }]);
  await house.catchUp();
  const { rules } = await house.audit();
  expect(rules.filter(({ reach }) => reach === "whole").map(({ rule }) => rule)).toEqual([]);
  expect(rules.filter(({ reach }) => reach === "part").map(({ rule }) => rule)).toEqual(["XR-24"]);
});

test("every fact that rules read is followed", async () => {
  const made = (await facts([new URL("../../settle/relations/", import.meta.url)])).map(({ name }) => name);
  const read = (await relationFiles()).map(({ name }) => name).filter((name) => made.includes(name));
  expect(read.filter((name) => !unaudited.after.includes(name))).toEqual([]);
});
