import {
  type CareGroup,
  type FilingClass,
  filingClasses,
  type PersonGroup,
  type PolicyFile,
  type PolicyVersion,
  type Scheme,
} from "../../../datasets/policies/policy-schema.ts";
import type { Dice } from "./dice.ts";
import { randomBands } from "./random-bands.ts";
import { randomLayers } from "./random-layers.ts";

const tiers = ["3", "2", "1", "0"];
const diseases = ["M03900", "M01600", "M05300", "M06900", "M00500", "M08300", "M07801"];
export const groupsOf = (scheme: Scheme): PersonGroup[] =>
  scheme === "310" ? ["active", "retired"] : ["resident_adult", "resident_senior", "resident_minor"];
export const benefitYears = ["01-01", "01-01", "07-01", "04-01", "02-15", "10-16"];

/** A sound file of any combination of what the form allows, amounts small enough to be reached; one version, or two that meet within the years. */
export function randomPolicy(dice: Dice, area: string, scheme: Scheme): PolicyFile {
  const begins = dice.one(benefitYears);
  const change = dice.one(["2024-01-01", "2024-07-01", "2024-10-01"]);
  const before = new Date(Date.parse(change) - 86_400_000).toISOString().slice(0, 10);
  const version = (from: string, to?: string) => randomVersion(dice, scheme, begins, from, to);
  const versions = dice.chance(0.75) ? [version("2020-01-01")] : [version("2020-01-01", before), version(change)];
  return { area, scheme, title: { zh: "随机", en: "Random" }, versions };
}

function randomVersion(dice: Dice, scheme: Scheme, begins: string, from: string, to?: string): PolicyVersion {
  const groups = groupsOf(scheme);
  const adjust = randomAdjust(dice);
  const abroad = Object.values(adjust.classes).some((row) => "tier_override" in row && row.tier_override === "O");
  return {
    valid_from: from,
    ...(to === undefined ? {} : { valid_to: to }),
    source: "random",
    confidence: "illustrative",
    benefit_year: begins,
    cross_year_stay: dice.chance(0.2) ? "split" : "by_discharge",
    catalogue: { direct: dice.one(["care", "care", "insured"]), manual: dice.one(["care", "insured"]) },
    returning_home: dice.one(["full", "as_referred"]),
    emergency: dice.one(["as_filed", "as_unfiled"]),
    pharmacy: dice.one(["account", "outpatient_fund", "outpatient_fund"]),
    deductibles: [...deductibles(dice, "inpatient", abroad, groups), ...deductibles(dice, "outpatient", false, groups)],
    segments: [...segments(dice, "inpatient", abroad, groups), ...segments(dice, "outpatient", false, groups)],
    adjust,
    caps: caps(dice, groups),
    layers: randomLayers(dice, scheme),
    chronic: chronic(dice, groups),
  };
}

/** One part for all groups, or one for each. */
const parts = (dice: Dice, groups: readonly PersonGroup[]) =>
  dice.chance(0.6) ? [{}] : groups.map((group) => ({ groups: [group] }));

const byTier = <T>(keys: readonly string[], value: () => T) => Object.fromEntries(keys.map((key) => [key, value()]));

function deductibles(dice: Dice, care: CareGroup, abroad: boolean, groups: readonly PersonGroup[]) {
  const row = (keys: readonly string[]) => {
    const mode = dice.one([
      "PER_VISIT",
      "PER_VISIT",
      "PER_VISIT",
      "ANNUAL",
      "QUARTER",
      "MONTH",
      "PER_HOSP_YEAR",
      "ANNUAL_TOPUP",
    ] as const);
    const standards = () => {
      const amounts = Array.from({ length: mode === "PER_VISIT" ? dice.whole(1, 4) : 1 }, () => dice.amount(2500));
      return dice.chance(0.2) ? [...amounts.slice(0, -1), "0"] : amounts;
    };
    const merged = dice.one([undefined, "none", "interim", "transfer", "both", "both"] as const);
    return { mode, ...(merged === undefined ? {} : { merged }), tiers: byTier(keys, standards) };
  };
  const named = (keys: readonly string[]) =>
    dice.chance(0.25)
      ? [
          {
            care: [care],
            filing: dice.some<FilingClass>(["TMP_OTHER", "NONE", "TMP_REFER", "LT_RESIDE"]),
            ...row(dice.some(keys)),
          },
        ]
      : [];
  return parts(dice, groups).flatMap((part) => [
    { care: [care], ...part, ...row(tiers) },
    ...(abroad ? [{ care: [care], ...part, ...row(tiers.map((tier) => `O${tier}`)) }] : []),
    ...named(tiers).map((row) => ({ ...row, ...part })),
  ]);
}

function segments(dice: Dice, care: CareGroup, abroad: boolean, groups: readonly PersonGroup[]) {
  const row = (keys: readonly string[]) => ({
    basis: dice.one(["PER_SETTLEMENT", "PER_SETTLEMENT", "ANNUAL"] as const),
    tiers: byTier(keys, () => randomBands(dice, "0")),
  });
  return parts(dice, groups).flatMap((part) => [
    { care: [care], ...part, ...row(tiers) },
    ...(abroad ? [{ care: [care], ...part, ...row(tiers.map((tier) => `O${tier}`)) }] : []),
  ]);
}

function randomAdjust(dice: Dice): PolicyVersion["adjust"] {
  const row = () => {
    const points = dice.one(["0", "0.05", "0.1", "0.2", "0.3333"]);
    const tier_override = dice.one(["O", "O", "3", "1"]);
    return dice.one([
      () => ({ mode: "POINTS" as const, points }),
      () => ({ mode: "FACTOR" as const, factor: dice.one(["1", "0.9", "0.8", "0.8765"]) }),
      () => ({ mode: "PRESELF" as const, first_pay_ratio: dice.one(["0", "0.1", "0.2", "0.0725"]) }),
      () => ({ mode: "TIER_MAP" as const, tier_override }),
      () => ({ mode: "COMBO" as const, tier_override, points }),
    ])();
  };
  const names = filingClasses.filter((name) => name !== "EXEMPT" || dice.chance(0.6));
  return {
    care: dice.chance(0.5)
      ? ["inpatient", "outpatient", "chronic"]
      : dice.some<CareGroup>(["inpatient", "outpatient", "chronic"]),
    classes: Object.fromEntries(names.map((name) => [name, row()])),
    beyond_bounds: "random",
  };
}

function caps(dice: Dice, groups: readonly PersonGroup[]): PolicyVersion["caps"] {
  const sharing = dice.one<CareGroup[][]>([
    [["inpatient", "chronic"], ["outpatient"]],
    [["inpatient", "chronic"], ["outpatient"]],
    [["inpatient"], ["chronic"], ["outpatient"]],
    [["inpatient", "outpatient", "chronic"]],
    [["inpatient", "outpatient"]],
    [["chronic", "inpatient"]],
    [["outpatient"]],
  ]);
  return sharing.flatMap((care) =>
    parts(dice, groups).map((part) => ({
      care,
      ...part,
      basis: dice.one(["FUND", "FUND", "ELIGIBLE"] as const),
      amount: dice.amount(care.includes("inpatient") ? 40_000 : 3000),
    })),
  );
}

function chronic(dice: Dice, groups: readonly PersonGroup[]): PolicyVersion["chronic"] {
  const cuts = [0, dice.whole(1, 3), dice.whole(4, 6), diseases.length];
  return cuts.slice(1).map((to, i) => {
    const design = dice.one(["AS_INPATIENT", "OWN_RATIO", "PACKAGE"] as const);
    const limit = dice.chance(0.7);
    return {
      diseases: diseases.slice(cuts[i], to),
      design,
      deductible: dice.one(["0", "0", "200", dice.amount(1500)]),
      ...(design === "AS_INPATIENT" ? {} : { ratio: Object.fromEntries(groups.map((group) => [group, dice.ratio()])) }),
      ...(limit
        ? {
            limit: {
              period: dice.one(["year", "quarter", "month", "session"] as const),
              amount: dice.amount(3000),
              ...(dice.chance(0.6) ? { further_disease: dice.amount(1200) } : {}),
            },
          }
        : {}),
    };
  });
}
