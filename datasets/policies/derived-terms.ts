import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { fraction } from "../catalogue/fraction.ts";
import { type FilingClass, filingClasses, type Scheme } from "./policy-schema.ts";

/** The terms of one derived version; rows are the insides of YAML flow mappings. */
export interface Terms {
  from: string;
  to: string | null;
  crossYear: "by_discharge" | "split";
  returningHome: "full" | "as_referred";
  noFiling: string | null;
  pharmacy: "account" | "outpatient_fund";
  deductibles: string[];
  segments: string[];
  adjustedCare: string;
  adjust: Record<string, string>;
  caps: string[];
  layers: string[];
  chronic: string[];
}

const tiers = ["3", "2", "1", "0"] as const;
const { groups: noFilingGroups } = parse(readFileSync(new URL("../regions/no_filing.yaml", import.meta.url), "utf8"), {
  schema: "failsafe",
}) as { groups: { id: string; provinces: string[] }[] };

/**
 * One version, or two with the change of a policy year between them: from 2020 on, without gaps. Terms of out-patients and pharmacies are
 * such that the published share of the fund (55 to 57 % of their cost) can come of them.
 */
export function termsOf(province: string, scheme: Scheme): Terms[] {
  const changes = fraction(`${province} ${scheme} changes`) < 0.6;
  const year = 2022 + Math.floor(3 * fraction(`${province} year`));
  if (!changes) return [version(province, scheme, "2020-01-01", null)];
  return [
    version(province, scheme, "2020-01-01", `${year - 1}-12-31`),
    version(province, scheme, `${year}-01-01`, null),
  ];
}

function version(province: string, scheme: Scheme, from: string, to: string | null): Terms {
  // A later version keeps the drawn terms and moves amounts and ratios a step.
  const later = from !== "2020-01-01";
  const pick = (salt: string, low: number, high: number, step: number) =>
    low + step * Math.floor(((high - low) / step + 1) * fraction(`${province} ${scheme} ${salt}`));
  const employees = scheme === "310";
  const noFiling = noFilingGroups.find(({ provinces }) => provinces.includes(province))?.id ?? null;
  const mode = (["POINTS", "POINTS", "FACTOR", "PRESELF", "TIER_MAP", "COMBO"] as const)[pick("mode", 0, 5, 1)]!;
  const top = (employees ? pick("top", 80, 88, 1) : pick("top", 58, 68, 1)) + (later ? 1 : 0);
  const first = (employees ? pick("first", 500, 1200, 100) : pick("first", 600, 1500, 100)) - (later ? 100 : 0);
  const abroad = mode === "TIER_MAP" || mode === "COMBO";
  return {
    from,
    to,
    crossYear: pick("cross year", 0, 3, 1) === 0 ? "split" : "by_discharge",
    returningHome: pick("returning", 0, 2, 1) === 0 ? "full" : "as_referred",
    noFiling,
    pharmacy: later || pick("pharmacy", 0, 4, 1) > 0 ? "outpatient_fund" : "account",
    deductibles: deductibles(employees, first, abroad, pick),
    segments: segments(employees, top, mode, pick),
    // Extra first-pay is taken from in-patients only (domain note, §7).
    adjustedCare: mode === "PRESELF" ? "inpatient" : "inpatient, outpatient, chronic",
    adjust: adjustments(mode, noFiling !== null, pick),
    caps: caps(employees, later, pick),
    layers: employees ? employeeLayers(pick) : residentLayers(pick),
    chronic: chronic(employees, pick),
  };
}

type Pick = (salt: string, low: number, high: number, step: number) => number;
const share = (points: number) => String(Math.round(points * 10) / 1000);
const byTier = (value: (place: number) => string, prefix = "") =>
  tiers.map((tier, place) => `"${prefix}${tier}": ${value(place)}`).join(", ");

function deductibles(employees: boolean, first: number, abroad: boolean, pick: Pick): string[] {
  const part = [1, 0.5, 0.3, 0.3];
  const repeat = pick("repeat", 0, 3, 1);
  const series = (yuan: number) => {
    if (repeat === 0) return `[${yuan}]`;
    if (repeat === 1) return `[${yuan}, ${yuan / 2}]`;
    if (repeat === 2) return `[${yuan}, ${yuan / 2}, 0]`;
    return `[${yuan}, ${Math.max(100, yuan - 100)}, ${Math.max(100, yuan - 200)}]`;
  };
  const merged = ["none", "interim", "transfer", "both"][pick("merged", 0, 3, 1)];
  const mode = ["PER_VISIT", "PER_VISIT", "PER_VISIT", "ANNUAL_TOPUP", "PER_HOSP_YEAR"][
    pick("mode of deductible", 0, 4, 1)
  ]!;
  const amount = (yuan: number) => (mode === "PER_VISIT" ? series(yuan) : `[${yuan}]`);
  const rounded = (yuan: number) => Math.round(yuan / 20) * 20;
  const outpatient = employees ? pick("outpatient", 0, 120, 20) : pick("outpatient", 0, 60, 10);
  return [
    `care: [inpatient], mode: ${mode}, merged: ${merged}, tiers: { ${byTier((place) => amount(rounded(first * part[place]!)))} }`,
    ...(abroad
      ? [
          `care: [inpatient], mode: ${mode}, merged: ${merged}, tiers: { ${byTier((place) => amount(rounded(1.5 * first * part[place]!)), "O")} }`,
        ]
      : []),
    `care: [outpatient], mode: ${employees || outpatient > 0 ? "ANNUAL" : "PER_VISIT"}, tiers: { ${byTier(() => `[${outpatient}]`)} }`,
  ];
}

function segments(employees: boolean, top: number, mode: string, pick: Pick): string[] {
  const step = pick("step", 3, 6, 1);
  const banded = employees && pick("banded", 0, 2, 1) === 0;
  const bonus = pick("bonus", 2, 5, 1);
  const bands = (points: number) =>
    banded
      ? `[[0, ${share(points)}], [30000, ${share(Math.min(97, points + 3))}], [80000, ${share(Math.min(97, points + 5))}]]`
      : `[[0, ${share(points)}]]`;
  const at = (place: number, added: number) => Math.min(95, top + step * Math.min(place, 2) + added);
  const inpatient = (groups: string, added: number) => [
    `care: [inpatient], groups: [${groups}], basis: PER_SETTLEMENT, tiers: { ${byTier((place) => bands(at(place, added)))} }`,
    // Care outside the province: a row of its own for TIER_MAP, the same ratios and another deductible for COMBO.
    ...(mode === "TIER_MAP" || mode === "COMBO"
      ? [
          `care: [inpatient], groups: [${groups}], basis: PER_SETTLEMENT, tiers: { ${byTier((place) => bands(at(place, added) - (mode === "TIER_MAP" ? 8 : 0)), "O")} }`,
        ]
      : []),
  ];
  const outpatient = (groups: string, added: number) => {
    const points = employees ? pick("outpatient ratio", 70, 80, 2) : pick("outpatient ratio", 62, 72, 2);
    return `care: [outpatient], groups: [${groups}], basis: PER_SETTLEMENT, tiers: { ${byTier((place) => `[[0, ${share(points + 5 * Math.min(place, 2) + added)}]]`)} }`;
  };
  if (!employees) {
    const all = "resident_adult, resident_senior, resident_minor";
    return [...inpatient(all, 0), outpatient(all, 0)];
  }
  return [...inpatient("active", 0), ...inpatient("retired", bonus), outpatient("active", 0), outpatient("retired", 5)];
}

function adjustments(mode: string, exempt: boolean, pick: Pick): Record<string, string> {
  const refer = [5, 10, 10][pick("refer", 0, 2, 1)]!;
  const other = [15, 20, 20][pick("other", 0, 2, 1)]!;
  const longTerm: FilingClass[] = ["LT_RETIRE", "LT_RESIDE", "LT_WORK", "EXEMPT"];
  const points = (name: FilingClass) =>
    longTerm.includes(name) ? 0 : name === "TMP_REFER" || name === "TMP_EMERG" ? refer : other;
  const row = (name: FilingClass) => {
    const taken = points(name);
    if (mode === "FACTOR") return `{ mode: FACTOR, factor: ${share(100 - taken)} }`;
    if (mode === "PRESELF") return `{ mode: PRESELF, first_pay_ratio: ${share(taken)} }`;
    if (taken === 0) return "{ mode: POINTS, points: 0 }";
    // The row for care outside takes 8 points off already; the rest of the reduction comes on top of it.
    if (mode === "TIER_MAP" && taken <= 10) return "{ mode: TIER_MAP, tier_override: O }";
    if (mode === "TIER_MAP") return `{ mode: COMBO, tier_override: O, points: ${share(taken - 10)} }`;
    if (mode === "COMBO") return `{ mode: COMBO, tier_override: O, points: ${share(taken)} }`;
    return `{ mode: POINTS, points: ${share(taken)} }`;
  };
  const names = filingClasses.filter((name) => name !== "EXEMPT" || exempt);
  return Object.fromEntries(names.map((name) => [name, row(name)]));
}

function caps(employees: boolean, later: boolean, pick: Pick): string[] {
  const fund = employees ? pick("cap", 150, 500, 50) : pick("cap", 120, 250, 10);
  const basis = pick("basis", 0, 4, 1) === 0 ? "ELIGIBLE" : "FUND";
  const outpatient = employees
    ? later
      ? pick("outpatient cap", 4000, 8000, 500)
      : 4000
    : pick("outpatient cap", 1500, 3000, 250);
  const main = `care: [inpatient, chronic], basis: ${basis}, amount: ${fund * 1000}`;
  if (!employees) return [main, `care: [outpatient], basis: FUND, amount: ${outpatient}`];
  return [
    main,
    `care: [outpatient], groups: [active], basis: FUND, amount: ${outpatient}`,
    `care: [outpatient], groups: [retired], basis: FUND, amount: ${outpatient + 500}`,
  ];
}

const employeeLayers = (pick: Pick) => [
  `layer: large_amount, basis: OVER_CAP, bands: [[0, ${share(pick("large", 80, 95, 5))}]], cap: ${pick("large cap", 300, 600, 100) * 1000}`,
  `layer: civil_servant, basis: OWN_SHARE, includes: [deductible, over_cap], bands: [[0, ${share(pick("civil", 50, 90, 10))}]]`,
];

function residentLayers(pick: Pick): string[] {
  const from = pick("serious", 9, 18, 1) * 1000;
  const bands = (low: number, added: number) =>
    `[[${low}, ${share(60 + added)}], [${low + 50000}, ${share(65 + added)}], [${low + 100000}, ${share(75 + added)}]]`;
  const base = "layer: serious_illness, basis: OWN_SHARE_YEAR, includes: [deductible, over_cap]";
  return [
    `${base}, bands: ${bands(from, 0)}, cap: ${pick("serious cap", 300, 500, 50) * 1000}`,
    `${base}, persons: [extreme_poverty, low_income], bands: ${bands(from / 2, 5)}`,
    "layer: medical_aid, persons: [extreme_poverty], basis: OWN_SHARE, includes: [deductible, over_cap], bands: [[0, 1]], cap: 100000",
    `layer: medical_aid, persons: [low_income], basis: OWN_SHARE, includes: [deductible], bands: [[0, ${share(pick("aid", 70, 80, 5))}]], cap: 50000`,
    "layer: medical_aid, persons: [near_poor], basis: OWN_SHARE_YEAR, bands: [[3000, 0.6]], cap: 30000",
  ];
}

function chronic(employees: boolean, pick: Pick): string[] {
  const base = employees ? 75 : 65;
  const ratio = (added: number) =>
    employees
      ? `{ active: ${share(base + added)}, retired: ${share(base + added + 5)} }`
      : `{ resident_adult: ${share(base + added)}, resident_senior: ${share(base + added)}, resident_minor: ${share(base + added)} }`;
  const limit = pick("chronic limit", 5, 9, 1) * 1000;
  const session = pick("session", 380, 460, 20);
  return [
    `diseases: [M03900, M01600, M05300, M06900, M04600, M00200, M07200], design: OWN_RATIO, deductible: ${pick("chronic deductible", 0, 200, 100)}, ratio: ${ratio(pick("chronic ratio", 0, 10, 5))}, limit: { period: year, amount: ${limit}, further_disease: ${limit / 2} }, items: disease_scope`,
    `diseases: [M00500, M08300], design: AS_INPATIENT, deductible: ${pick("chronic inpatient", 0, 400, 200)}, items: disease_scope`,
    `diseases: [M07801], design: PACKAGE, deductible: 0, ratio: ${ratio(20)}, limit: { period: session, amount: ${session} }, items: disease_scope`,
  ];
}
