import type { CareGroup, FilingClass, PersonGroup, Scheme } from "../../../datasets/policies/policy-schema.ts";
import type { Rational } from "./rational.ts";

/** Recorded amounts of a settlement in yuan, decimal text. */
export interface Recorded {
  total_cost: string;
  full_self_pay: string;
  over_limit: string;
  first_pay: string;
  in_scope: string;
  deductible_paid: string;
  basic_fund: string;
  serious_illness_fund: string;
  large_amount_fund: string;
  civil_servant_fund: string;
  medical_aid_fund: string;
  /** Funds that are not recomputed: enterprise, disability, other. */
  other_funds: string;
  hospital_share: string;
}

/** A fee line as recorded; quantity and price decimal text. */
export interface Line {
  item_code: string;
  /** YYYY-MM-DD, the day the fee arose. */
  day: string;
  quantity: string;
  price: string;
  amount: string;
  /** '0' or '2' where the hospital did not confirm that the item's restriction is met. */
  hospital_approved: string | null;
  full_self_pay: string;
  over_limit: string;
  first_pay: string;
  in_scope: string;
}

/** A settlement with what facts say of it (server/facts: `claim`). Days are YYYY-MM-DD, times YYYY-MM-DD HH:MM:SS. */
export interface Settlement {
  claim_id: string;
  insured_city: string;
  insured_province: string;
  care_province: string;
  care_scope: "local" | "within_province" | "cross_province";
  scheme: Scheme;
  care_group: CareGroup;
  route: "direct" | "manual";
  settled_at: string;
  /** Settlements of one stay name one encounter. */
  encounter: string;
  visit_begin: string | null;
  visit_end: string | null;
  counts_admission: boolean;
  institution_code: string;
  tier: "3" | "2" | "1" | "0" | null;
  person_group: PersonGroup | null;
  filing_class: FilingClass | "LOCAL" | "unknown";
  /** TMP_EMERG by the emergency flag, without a filing. */
  emergency_flag_only: boolean;
  /** A long-term filing is in force on the admission day. */
  long_term_filing: boolean;
  disease_code: string | null;
  aid_class: string | null;
  civil_servant: boolean;
  recorded: Recorded;
  /** Empty where only the header is known. */
  lines: Line[];
}

/** What an insured area states of a benefit year's in-patient and chronic care up to a day, that day included. */
export interface Opening {
  insured_city: string;
  scheme: Scheme;
  benefit_year: string;
  as_of: string;
  admissions: number;
  in_scope: string;
  deductible_paid: string;
  basic_fund: string;
  serious_illness_fund: string;
  large_amount_fund: string;
  civil_servant_fund: string;
  medical_aid_fund: string;
}

/** What the catalogue says of one item where and when it is charged. */
export interface Charge {
  item_class: string;
  first_pay_ratio: string;
  /** Yuan a unit; empty or 0: none. */
  price_limit: string;
  restricted: boolean;
}

/** The catalogue: null where the item is not listed for that province, scheme, tier and day. */
export type CatalogueOf = (
  item_code: string,
  at: { province: string; scheme: Scheme; tier: string; day: string },
) => Charge | null;

/** What was due for one settlement: the columns of `settled`, where history is known exactly. Amounts in yuan. */
export interface Due {
  claim_id: string;
  cannot: null;
  policy_id: string;
  benefit_year: string;
  /** The row of the adjustment used: HOME, RETURN or a filing class. */
  filing: string;
  s1: "lines" | "record";
  full_self_pay_due: Rational;
  over_limit_due: Rational;
  extra_first_pay: Rational;
  first_pay_due: Rational;
  in_scope_due: Rational;
  /** 1 for out-patients. */
  admission_no: number;
  deductible_standard_due: Rational | null;
  deductible_due: Rational;
  calculated: Rational;
  cap_left: Rational | null;
  over_cap: Rational;
  basic_due: Rational;
  serious_due: Rational;
  large_due: Rational;
  civil_due: Rational;
  aid_due: Rational;
  fund_due: Rational;
  personal_due: Rational;
}

/** Why nothing can be said of a settlement. */
export interface CannotJudge {
  claim_id: string;
  benefit_year: string;
  cannot: "policy" | "cross_year" | "person_group" | "tier" | "filing" | "chronic_disease" | "policy_gap";
  /** What its lines come to, where it is the policy that says no more. */
  header?: { inScope: Rational; first: Rational };
}

export type Outcome = Due | CannotJudge;
