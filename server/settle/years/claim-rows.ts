import type { CareGroup } from "../../../datasets/policies/policy-schema.ts";
import { hangsOn } from "../reference/hanging.ts";
import type { Opening, Settlement } from "../reference/records.ts";
import { benefitDay, type NoStanding, type Standing, standingOf } from "../reference/standing.ts";
import { latestOpening } from "../reference.ts";
import type { Trial } from "./trial.ts";

const MONEY = "DECIMAL(16,2)";

/** `settle_claim`, before its term is looked up: what names the term in its place. */
export const claimShape = {
  claim_id: "VARCHAR",
  person_id: "VARCHAR",
  insured_city: "VARCHAR",
  insured_province: "VARCHAR",
  care_province: "VARCHAR",
  scheme: "VARCHAR",
  care_group: "VARCHAR",
  route: "VARCHAR",
  benefit_day: "DATE",
  settled_at: "TIMESTAMP",
  encounter: "VARCHAR",
  visit_begin: "DATE",
  visit_end: "DATE",
  counts_admission: "BOOLEAN",
  institution_code: "VARCHAR",
  tier: "VARCHAR",
  policy_id: "VARCHAR",
  benefit_year: "VARCHAR",
  cannot: "VARCHAR",
  term_disease: "VARCHAR",
  term_group: "VARCHAR",
  term_tier: "VARCHAR",
  term_filing: "VARCHAR",
  disease_code: "VARCHAR",
  aid_class: "VARCHAR",
  civil_servant: "BOOLEAN",
  history_known: "BOOLEAN",
  total_cost: MONEY,
  full_self_pay: MONEY,
  over_limit: MONEY,
  first_pay: MONEY,
  in_scope: MONEY,
  deductible_paid: MONEY,
  basic_fund: MONEY,
  serious_illness_fund: MONEY,
  large_amount_fund: MONEY,
  civil_servant_fund: MONEY,
  medical_aid_fund: MONEY,
  other_funds: MONEY,
  hospital_share: MONEY,
  fund_total: MONEY,
  personal_share: MONEY,
  remaining_limit: MONEY,
  deductible_standard: MONEY,
  opening_as_of: "DATE",
  opening_admissions: "INTEGER",
  opening_in_scope: MONEY,
  opening_deductible: MONEY,
  opening_basic: MONEY,
  opening_serious: MONEY,
  opening_large: MONEY,
  opening_civil: MONEY,
  opening_aid: MONEY,
};

export const lineShape = {
  claim_id: "VARCHAR",
  item_code: "VARCHAR",
  day: "DATE",
  quantity: "DECIMAL(16,4)",
  price: "DECIMAL(16,6)",
  amount: MONEY,
  hospital_approved: "VARCHAR",
  full_self_pay: MONEY,
  over_limit: MONEY,
  first_pay: MONEY,
  in_scope: MONEY,
};

export function claimRows({ name, policy, person, declared, remaining }: Trial) {
  return person.settlements.map((settlement) => {
    const { recorded, lines, emergency_flag_only, long_term_filing, care_scope, filing_class, ...claim } = settlement;
    const standing = standingOf(settlement, [policy]);
    const opening = latestOpening(person.openings, settlement, standing.benefit_year);
    return {
      ...claim,
      ...recorded,
      ...openingColumns(opening),
      ...totals(settlement),
      person_id: name,
      benefit_day: benefitDay(settlement),
      policy_id: standing.policy_id,
      benefit_year: standing.benefit_year,
      cannot: standing.cannot,
      ...termNamed(settlement, standing),
      history_known: declared === undefined || isKnown(settlement, standing, policy, declared),
      remaining_limit: remaining?.get(settlement.claim_id) ?? null,
      deductible_standard: null,
    };
  });
}

function isKnown(
  settlement: Settlement,
  standing: Standing | NoStanding,
  { versions }: Trial["policy"],
  declared: readonly CareGroup[],
): boolean {
  return (
    standing.cannot === null && [...hangsOn(settlement, standing, versions)].every((kind) => declared.includes(kind))
  );
}

/** By what a term is found (policies/README.md); nothing where none is to be found. */
function termNamed({ care_group, disease_code }: Settlement, standing: Standing | NoStanding) {
  if (standing.cannot !== null) return {};
  const term_disease = care_group === "chronic" ? disease_code : "";
  if (care_group === "pharmacy" && standing.version.pharmacy === "account")
    return { term_disease, term_group: "", term_tier: "", term_filing: "" };
  return { term_disease, term_group: standing.group, term_tier: standing.tier, term_filing: standing.filing };
}

export const lineRows = ({ person }: Trial) =>
  person.settlements.flatMap(({ claim_id, lines }) => lines.map((line) => ({ claim_id, ...line })));

const openingColumns = (opening: Opening | null) => ({
  opening_as_of: opening?.as_of ?? null,
  opening_admissions: opening?.admissions ?? null,
  opening_in_scope: opening?.in_scope ?? null,
  opening_deductible: opening?.deductible_paid ?? null,
  opening_basic: opening?.basic_fund ?? null,
  opening_serious: opening?.serious_illness_fund ?? null,
  opening_large: opening?.large_amount_fund ?? null,
  opening_civil: opening?.civil_servant_fund ?? null,
  opening_aid: opening?.medical_aid_fund ?? null,
});

/** What a header states beside: nothing is settled by it. */
function totals({ recorded }: Settlement) {
  const funds = [
    recorded.basic_fund,
    recorded.serious_illness_fund,
    recorded.large_amount_fund,
    recorded.civil_servant_fund,
    recorded.medical_aid_fund,
    recorded.other_funds,
  ].reduce((sum, yuan) => sum + Math.round(100 * Number(yuan)), 0);
  const personal =
    Math.round(100 * Number(recorded.total_cost)) - funds - Math.round(100 * Number(recorded.hospital_share));
  return { fund_total: (funds / 100).toFixed(2), personal_share: (personal / 100).toFixed(2) };
}
