import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import type { PolicyFile } from "../../../datasets/policies/policy-schema.ts";
import { type Disagreement, disagreements } from "./compare.ts";
import { moved } from "./moved.ts";
import { places } from "./random-trials.ts";
import { settleTrials } from "./run.ts";
import type { Trial } from "./trial.ts";

/** A round takes seconds: enough of them to read the year, not to make it least. */
const ROUNDS = 12;
const AT_ONCE = 30;

/** Makes a failing year as small as it can be and still fail. Every round tries all smaller years at once, in an area each. */
export async function shrunk(
  connection: DuckDBConnection,
  failing: Disagreement,
  catalogue: Catalogue,
): Promise<Disagreement> {
  const settlement = failing.trial.person.settlements[0]!;
  const away = places.filter(
    ({ province }) => !failing.trial.person.settlements.some((each) => each.care_province === province),
  );
  // Where a care province is the insured one, moving would change the catalogue asked.
  const spare = away.length > 0 ? away : places.filter(({ province }) => province !== settlement.insured_province);
  let smallest = failing;
  for (let round = 0; round < ROUNDS; round++) {
    const candidates = [...smaller(smallest.trial)].slice(0, Math.min(spare.length, AT_ONCE));
    const trials = candidates.map((trial, i) => moved(trial, `s${i}`, spare[i]!));
    if (trials.length === 0) return smallest;
    const found = disagreements(trials, await settleTrials(connection, trials, catalogue), catalogue);
    if (found.length === 0) return smallest;
    smallest = found.reduce((a, b) => (sizeOf(b.trial) < sizeOf(a.trial) ? b : a));
  }
  return smallest;
}

const sizeOf = ({ policy, person }: Trial) => JSON.stringify(person).length + JSON.stringify(policy).length;

/** One thing less: a settlement, a statement, lines, recorded benefits, a row of the policy. */
function* smaller(trial: Trial): Generator<Trial> {
  const { person, policy } = trial;
  const { settlements, openings } = person;
  const half = settlements.length >> 1;
  const parts = half > 1 ? [settlements.slice(0, half), settlements.slice(half)] : [];
  for (const part of [...parts, ...settlements.map((_, i) => settlements.toSpliced(i, 1))])
    if (part.length > 0) yield { ...trial, person: { openings, settlements: part } };
  if (openings.length > 0) yield { ...trial, person: { settlements, openings: [] } };
  for (const [i, settlement] of settlements.entries()) {
    const { lines, recorded } = settlement;
    const changed = (more: Partial<typeof settlement>) => ({
      ...trial,
      person: { openings, settlements: settlements.with(i, { ...settlement, ...more }) },
    });
    if (lines.length > 0) yield changed({ lines: [] });
    for (const name of benefits)
      if (Number(recorded[name]) !== 0) yield changed({ recorded: { ...recorded, [name]: "0.00" } });
  }
  for (const smallerPolicy of smallerPolicies(policy)) yield { ...trial, policy: smallerPolicy };
}

const benefits = [
  "deductible_paid",
  "basic_fund",
  "serious_illness_fund",
  "large_amount_fund",
  "civil_servant_fund",
  "medical_aid_fund",
  "other_funds",
  "hospital_share",
] as const;

function* smallerPolicies(policy: PolicyFile): Generator<PolicyFile> {
  for (const [at, version] of policy.versions.entries()) {
    const changed = (more: Partial<typeof version>) => ({
      ...policy,
      versions: policy.versions.with(at, { ...version, ...more }),
    });
    for (const i of version.layers.keys()) yield changed({ layers: version.layers.toSpliced(i, 1) });
    if (version.caps.length > 1)
      for (const i of version.caps.keys()) yield changed({ caps: version.caps.toSpliced(i, 1) });
    for (const [i, row] of version.deductibles.entries())
      if (row.filing) yield changed({ deductibles: version.deductibles.toSpliced(i, 1) });
    for (const [i, row] of version.segments.entries()) {
      const tiers = Object.fromEntries(Object.entries(row.tiers).map(([tier, bands]) => [tier, bands.slice(0, 1)]));
      if (Object.values(row.tiers).some((bands) => bands.length > 1))
        yield changed({ segments: version.segments.with(i, { ...row, tiers }) });
    }
  }
}
