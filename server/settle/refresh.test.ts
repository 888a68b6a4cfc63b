import fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalogue } from "../../datasets/catalogue/catalogue.ts";
import { type ReadPolicy, readPolicy } from "../../datasets/policies/policies.ts";
import { seededRandom } from "../bench/proof.ts";
import type { SettlementRow } from "../facts/facts.fixture.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { listedItem } from "./reference/listed-item.ts";
import { type DeclaredDays, SettleFixture } from "./settle.fixture.ts";
import { againstOracle } from "./years/against-oracle.ts";
import { Dice } from "./years/dice.ts";
import { policyYaml } from "./years/policy-yaml.ts";
import { randomPolicy } from "./years/random-policy.ts";

const settle = await SettleFixture.create();
const { facts } = settle;
/** More than the suite has time for, where somebody asks. */
const runs = Number(process.env.JIHENG_RUNS ?? 1);

/** Few ids and days, so that corrections, reversals, copies, interim settlements, filings and statements meet often. */
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const areas = ["410100", "130100"];
const encounters = ["E1", "E2", "E3", "E4"];
const certificate = "00000000-0000-0000-0000-00000000000a";
const amounts = ["100.00", "100.00", "3000.00", "42000.00"];

const settlement = fc
  .record({
    settlement_id: pick("S1", "S2", "S3", "S4", "S5", "S6"),
    encounter_id: pick(...encounters),
    insured_area: pick("410100", "410100", "130100"),
    reported_by: pick("insured", "insured", "insured", "care"),
    sender_settlement_id: pick(null, null, null, "M1"),
    person_no: pick("P1", "P2"),
    person_type: pick("12", "12", "11", "99"),
    certificate_no: pick(null, null, certificate),
    institution_code: pick("H11010500001", "H31010100009"),
    care_area: pick("110000", "310000", "410300", null),
    deductible_level: pick("02", "04", null),
    settlement_type: pick("2", "2", "2", "1", "3"),
    care_type: pick("21", "21", "21", "11", "14", "41"),
    disease_code: pick(null, "M03900", "M01600"),
    begin_date: pick("2024-03-01", "2024-03-11", "2023-12-28"),
    end_date: pick("2024-03-11", "2024-05-20", null),
    settled_at: pick("2024-03-11 10:00:00", "2024-05-20 10:00:00", "2024-12-31 23:59:59", "2025-01-02 00:00:00"),
    refunded: pick("0", "0", "0", "0", "1"),
    reversed_settlement_id: pick(null, null, null, null, "S1", "S2"),
    valid: pick("1", "1", "1", "1", "0"),
    civil_servant: pick("0", "1"),
    total_cost: pick(...amounts),
    share: pick(0, 0.5, 0.8),
    deductible_paid: pick("0.00", "80.00", null),
  })
  .map(({ share, total_cost, ...row }): SettlementRow => {
    const fund = (Number(total_cost) * share).toFixed(2);
    return { ...row, total_cost, in_scope: total_cost, basic_fund: fund, fund_total: fund };
  });
const feeLine = fc
  .record({
    insured_area: pick("410100", "410100", "130100"),
    institution_code: pick("H11010500001", "H31010100009"),
    encounter_id: pick(...encounters),
    settlement_id: pick(null, null, "S1", "S2"),
    line_no: pick("1", "2"),
    reported_by: pick("insured", "insured", "care"),
    item_code: pick("XA01", "XB02", "XZ99"),
    amount: pick(...amounts),
    charged_at: pick("2024-03-05 08:00:00", null),
    hospital_approved: pick(null, "0"),
    valid: pick("1", "1", "1", "0"),
  })
  .map((row): SettlementRow => ({ ...row, price: row.amount, in_scope: row.amount }));
const filing = fc.record({
  filing_id: pick("F1", "F2", "F3"),
  insured_area: pick(...areas),
  person_no: pick("P1", "P2"),
  area: pick("110000", "310000", null),
  category: pick("02", "06", "07"),
  begin_date: pick("2024-01-01", "2024-03-20"),
  end_date: pick(null, "2024-03-05"),
  created_at: pick("2024-01-01 00:00:00", "2024-06-01 00:00:00"),
  handled_at: pick(null, "2024-03-06 00:00:00"),
  updated_at: pick(null, "2024-06-30 00:00:00"),
  returned: pick(null, "1"),
  valid: pick("1", "1", "0"),
});
const balance = fc.record({
  insured_area: pick(...areas),
  person_no: pick("P1", "P2"),
  scheme: fc.constant("310"),
  benefit_year: pick("2023", "2024"),
  as_of: pick("2024-01-31", "2024-05-19"),
  admissions: pick(0, 1),
  in_scope: pick("5000.00", "60000.00"),
  deductible_paid: pick("0.00", "900.00"),
  basic_fund: pick("0.00", "39999.00"),
});
const share = fc.record({
  insured_area: pick(...areas),
  settlement_id: pick("S1", "S2", "S3"),
  reported_by: pick("insured", "care"),
  fund_type: fc.constant("310100"),
  remaining_limit: pick(null, "0.00", "1000.00"),
});

/** What is done to the house, in words that a failing case can be read by. */
type Step =
  | { table: string; rows: SettlementRow[] }
  | { policies: Record<string, number | null> }
  | { catalogue: { ratio: string; limit: string; provinces: string[]; byTier: boolean } }
  | { declared: DeclaredDays[] };

function batchOf(table: string, row: fc.Arbitrary<SettlementRow>, key: string[], maxLength: number) {
  const selector = (each: SettlementRow) => key.map((name) => each[name]).join();
  return fc.uniqueArray(row, { selector, minLength: 1, maxLength }).map((rows): Step => ({ table, rows }));
}

const settlements = batchOf("settlement", settlement, ["insured_area", "settlement_id", "reported_by"], 6);
const feeLines = batchOf(
  "fee_line",
  feeLine,
  ["insured_area", "institution_code", "encounter_id", "line_no", "reported_by"],
  6,
);
/** A policy of each area by its seed; null: the area has none. */
const policies = fc.record({
  policies: fc.record(Object.fromEntries(areas.map((area) => [area, pick(null, 1, 2, 3)]))),
});
const catalogue = fc.record({
  catalogue: fc.record({
    ratio: pick("0", "0.1"),
    limit: pick("", "50"),
    provinces: fc.subarray(["110000", "410000", "130000"]),
    byTier: fc.boolean(),
  }),
});
const declared = fc.record({
  declared: fc.subarray<DeclaredDays>([
    ["410100", "310", "inpatient", "2024-01-01", "2024-12-31"],
    ["410100", "310", "chronic", "2024-01-01", "2024-12-31"],
    ["410100", "310", "outpatient", "2024-04-01", "2024-06-30"],
    ["130100", "310", "inpatient", "2024-01-01", "2024-06-30"],
  ]),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: settlements },
  { weight: 3, arbitrary: feeLines },
  { weight: 3, arbitrary: batchOf("filing", filing, ["filing_id"], 2) },
  { weight: 2, arbitrary: batchOf("accumulator", balance, ["insured_area", "person_no", "benefit_year", "as_of"], 2) },
  { weight: 1, arbitrary: batchOf("fund_share", share, ["insured_area", "settlement_id", "reported_by"], 2) },
  { weight: 3, arbitrary: policies },
  { weight: 2, arbitrary: catalogue },
  { weight: 2, arbitrary: declared },
);

async function take(each: Step): Promise<void> {
  if ("table" in each) await facts.put(each.table, each.rows, "insured");
  else if ("policies" in each) {
    inForce = Object.entries(each.policies).flatMap(policyOf);
    await settle.inForce(inForce);
  } else if ("catalogue" in each) {
    listed = catalogueOf(each.catalogue);
    await settle.listed(listed);
  } else await settle.declare(each.declared);
}

let inForce: ReadPolicy[] = [];
let listed: Catalogue = { items: [], differences: [] };

function policyOf([area, seed]: [string, number | null]) {
  if (seed === null) return [];
  const policy = randomPolicy(new Dice(seededRandom(seed + Number(area))), area, "310");
  return [readPolicy(policyYaml(policy), `areas/${area}-310.yaml`)];
}

function catalogueOf({
  ratio,
  limit,
  provinces,
  byTier,
}: Extract<Step, { catalogue: unknown }>["catalogue"]): Catalogue {
  const item = (code: string) =>
    listedItem(code, "random", { item_class: "02", first_pay_ratio: ratio, price_limit: limit });
  const difference = (area: string) => ({
    area,
    item_code: "XA01",
    scheme: "",
    tier: byTier ? "3" : "",
    item_class: "",
    first_pay_ratio: "0.3",
    price_limit: "",
    valid_from: "2020-01-01",
    valid_to: "",
    source: "random",
    confidence: "illustrative" as const,
  });
  return { items: [item("XA01"), item("XB02")], differences: provinces.map(difference) };
}

const everything = areas.flatMap((area) =>
  ["inpatient", "outpatient", "chronic", "pharmacy"].map(
    (care): DeclaredDays => [area, "310", care, "1900-01-01", "9999-12-31"],
  ),
);
const nobody = { settlements: 0, apart: [] };

test("brought up by anything in any order, it equals a full run and what the oracle reads and settles", {
  timeout: 60_000 + runs * 30_000,
}, async () => {
  const seen = { refreshed: 0, judged: 0, differing: 0, settledByOracle: 0 };
  const begun = fc.tuple(policies, catalogue, declared, settlements, feeLines);
  // What several batches and changes do is mostly brought up in one go.
  const meanwhile = fc.array(step, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(begun, fc.array(meanwhile, { minLength: 1, maxLength: 3 }), async (first, rounds) => {
      await settle.clear();
      for (const each of first) await take(each);
      await settle.catchUp();
      for (const steps of rounds) {
        for (const each of steps) await take(each);
        const { refreshed } = await settle.catchUp();
        if (refreshed.includes("resettlement")) seen.refreshed++;
      }
      const { incremental, full } = await settle.beside();
      expect(incremental).toEqual(full);
      for (const { judged, difference_class } of full.resettlement!) {
        if (judged !== "no") seen.judged++;
        if (difference_class !== null) seen.differing++;
      }
      await settle.declare(everything);
      await settle.catchUp();
      const ids = [...new Set(full.resettlement!.map(({ person_id }) => String(person_id)))];
      const reader = new Reader(facts.connection, UNLIMITED);
      const { settlements, apart } = ids.length > 0 ? await againstOracle(reader, ids, inForce, listed) : nobody;
      expect(apart).toEqual([]);
      seen.settledByOracle += settlements;
    }),
    { numRuns: runs, seed: 1 },
  );
  // It would say nothing of years that cannot be judged.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
});
