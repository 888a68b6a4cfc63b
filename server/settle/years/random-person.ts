import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import {
  aidClasses,
  type CareGroup,
  type FilingClass,
  filingClasses,
  type PolicyFile,
  type PolicyVersion,
} from "../../../datasets/policies/policy-schema.ts";
import type { Opening, Settlement } from "../reference/records.ts";
import type { Person } from "../reference.ts";
import { addDays, type Dice } from "./dice.ts";
import { randomAmounts } from "./random-amounts.ts";
import { careProvinces } from "./random-catalogue.ts";
import { groupsOf } from "./random-policy.ts";

export interface InsuredPlace {
  area: string;
  province: string;
}

type Visit = Omit<Settlement, "recorded" | "lines">;

const institutions = ["H1", "H2", "H3", "H4", "H5"];

/** Settlements of one person around a benefit year, amounts and all, with or without a statement of the insured area. */
export function randomPerson(
  dice: Dice,
  { name, fewest = 1, longest }: { name: string; fewest?: number; longest: number },
  policy: PolicyFile,
  place: InsuredPlace,
  catalogue: Catalogue,
): Person {
  const version = policy.versions.at(-1)!;
  const begins = `${dice.one(["2023", "2024"])}-${version.benefit_year}`;
  const visits = randomVisits(dice, dice.whole(fewest, longest), policy, place, begins);
  const numbers = visits.map((_, i) => i).sort(() => dice.random() - 0.5);
  const named = visits.map((visit, i) => ({ ...visit, claim_id: `${name}-${String(numbers[i]).padStart(2, "0")}` }));
  const settled = named.sort((a, b) => (a.settled_at < b.settled_at ? -1 : 1));
  const stated = dice.chance(0.4) ? [settled[0]!, ...settled.slice(1).filter(() => dice.chance(0.15))] : [];
  const openings = new Map(
    stated
      .map((next) => randomOpening(dice, policy, place, begins, version, next))
      .map((opening) => [`${opening.benefit_year} ${opening.as_of}`, opening]),
  );
  return { settlements: randomAmounts(dice, settled, policy, catalogue), openings: [...openings.values()] };
}

function randomVisits(dice: Dice, wanted: number, policy: PolicyFile, place: InsuredPlace, begins: string): Visit[] {
  const group = dice.one(groupsOf(policy.scheme));
  const diseases = dice.some(policy.versions[0]!.chronic.flatMap(({ diseases }) => diseases));
  const usual = {
    person_group: group,
    aid_class: dice.one([null, null, ...aidClasses]),
    civil_servant: policy.scheme === "310" && dice.chance(0.3),
    tiers: institutions.map(() => dice.one(["3", "3", "2", "1", "0"] as const)),
    filing: dice.one(filingClasses),
  };
  const visits: Visit[] = [];
  while (visits.length < wanted) {
    const care_group = dice.one<CareGroup>([
      "inpatient",
      "inpatient",
      "inpatient",
      "outpatient",
      "outpatient",
      "chronic",
      "chronic",
      "pharmacy",
    ]);
    const before = visits.findLast((visit) => visit.care_group === "inpatient");
    const transfer = care_group === "inpatient" && before?.visit_end !== undefined && dice.chance(0.3);
    const begin = transfer ? before.visit_end! : dayOf(dice, begins);
    const end = care_group === "inpatient" ? addDays(begin, dice.one([0, 1, 5, 12, 30])) : begin;
    const where = transfer ? dice.whole(0, 4) : dice.one([0, 0, 0, 1, 2]);
    const care_scope = dice.one([
      "local",
      "within_province",
      "cross_province",
      "cross_province",
      "cross_province",
    ] as const);
    const visit: Visit = {
      claim_id: "",
      insured_city: place.area,
      insured_province: place.province,
      care_province:
        care_scope === "cross_province"
          ? dice.one(careProvinces.filter((code) => code !== place.province))
          : place.province,
      care_scope,
      scheme: policy.scheme,
      care_group,
      route: dice.chance(0.2) ? "manual" : "direct",
      settled_at: timeOf(dice, end),
      encounter: `E${visits.length}`,
      visit_begin: begin,
      visit_end: end,
      counts_admission: dice.chance(0.92),
      institution_code: institutions[where]!,
      tier: dice.chance(0.02) ? null : usual.tiers[where]!,
      person_group: dice.chance(0.015) ? null : group,
      filing_class: filingOf(dice, care_scope, usual.filing),
      emergency_flag_only: dice.chance(0.5),
      long_term_filing: dice.chance(0.4),
      disease_code: care_group !== "chronic" ? null : dice.chance(0.03) ? "M99999" : dice.one(diseases),
      aid_class: dice.chance(0.05) ? dice.one(aidClasses) : usual.aid_class,
      civil_servant: usual.civil_servant,
    };
    visits.push(visit);
    for (
      let interim = 0;
      interim < 2 && care_group === "inpatient" && dice.chance(0.2) && visits.length < wanted;
      interim++
    )
      visits.push({ ...visit, settled_at: timeOf(dice, addDays(begin, dice.whole(0, 12))) });
  }
  return visits;
}

/** A day of the benefit year, often one of its ends or just outside. */
function dayOf(dice: Dice, begins: string): string {
  const edge = dice.one([0, 0, -1, 364, 365, 366, 31, 90, 91]);
  return addDays(begins, dice.chance(0.25) ? edge : dice.whole(0, 364));
}

/** Few times of day, so that some settlements fall together; some are settled late. */
function timeOf(dice: Dice, day: string): string {
  const late = dice.chance(0.15) ? dice.whole(1, 60) : 0;
  return `${addDays(day, late)} ${dice.one(["10:00:00", "10:00:00", "15:30:00"])}`;
}

function filingOf(dice: Dice, care_scope: Settlement["care_scope"], usual: FilingClass): Settlement["filing_class"] {
  if (care_scope === "local") return "LOCAL";
  if (dice.chance(0.015)) return "unknown";
  return dice.chance(0.5) ? usual : dice.one(filingClasses);
}

/** As of a day before a settlement. */
function randomOpening(
  dice: Dice,
  policy: PolicyFile,
  place: InsuredPlace,
  begins: string,
  version: PolicyVersion,
  first: Pick<Settlement, "settled_at">,
): Opening {
  const none = dice.chance(0.3);
  const yuan = (high: number) => (none ? "0.00" : dice.yuan(0, high));
  const in_scope = yuan(40_000);
  const deductible_paid = yuan(Math.min(2500, Number(in_scope)));
  const cap = Number(version.caps[0]!.amount);
  return {
    insured_city: place.area,
    scheme: policy.scheme,
    benefit_year: begins.slice(0, 4),
    as_of: addDays(first.settled_at.slice(0, 10), -dice.one([1, 1, 20])),
    admissions: none ? 0 : dice.whole(0, 3),
    in_scope,
    deductible_paid,
    basic_fund: none
      ? "0.00"
      : dice.one([yuan(Number(in_scope) - Number(deductible_paid)), cap.toFixed(2), Math.max(0, cap - 500).toFixed(2)]),
    serious_illness_fund: dice.chance(0.5) ? "0.00" : yuan(3000),
    large_amount_fund: dice.chance(0.5) ? "0.00" : yuan(3000),
    civil_servant_fund: dice.chance(0.7) ? "0.00" : yuan(1000),
    medical_aid_fund: dice.chance(0.7) ? "0.00" : yuan(1000),
  };
}
