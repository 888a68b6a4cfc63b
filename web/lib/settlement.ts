import type { Cell } from "./types.ts";

/** What /api/claims and /api/resettlement answer, as far as the screens read it. Money is exact text. */
export type Row = Record<string, Cell>;

export interface LedgerStep {
  step: string;
  recorded: string | null;
  due: string | null;
  low: string | null;
  high: string | null;
  difference: string | null;
}

export interface LedgerBand {
  low: string;
  high: string | null;
  ratio: string;
  width: string | null;
  paid: string | null;
}

/** One band of a layer or segment in a policy. */
export interface Band {
  low: string;
  high: string;
  ratio: string;
}

export interface Layer {
  basis: string;
  deductible: boolean;
  over_cap: boolean;
  first_pay: boolean;
  bands: Band[];
  cap: string | null;
  line: number;
}

export interface Policy {
  policy_id: string;
  file: string;
  scheme: string;
  valid_from: string;
  valid_to: string | null;
  source: string;
  confidence: string;
  benefit_year: string;
  catalogue_direct: string;
  catalogue_manual: string;
  line: number;
}

export interface Term {
  paid: boolean;
  deductible_mode: string | null;
  merged: string | null;
  standards: string[] | null;
  segment_basis: string | null;
  bands: Band[] | null;
  first_pay_ratio: string | null;
  cap_basis: string | null;
  cap_amount: string | null;
  design: string | null;
  limit_period: string | null;
  limit_amount: string | null;
  flaw: string | null;
  adjust_mode: string | null;
  adjust_value: string | null;
  home_ratio: string | null;
  deductible_line: number | null;
  segment_line: number | null;
  adjust_line: number | null;
  cap_line: number | null;
  chronic_line: number | null;
}

export interface Claim {
  claim_id: string;
  settlement_id: string;
  person: string;
  sex: string | null;
  age: string | null;
  civil_servant: string | null;
  insured_city: string;
  insured_province: string;
  care_city: string;
  care_area: string;
  care_province: string;
  care_scope: string;
  institution_code: string;
  tier: string;
  route: string;
  care_group: string;
  scheme: string;
  filing_id: string | null;
  filing_class: string;
  main_diagnosis: string | null;
  emergency: boolean;
  visit_begin: string | null;
  visit_end: string | null;
  days: number | null;
  settled_at: string;
  benefit_year: string;
  total_cost: string;
  in_scope: string;
  deductible_paid: string | null;
  basic_fund: string;
  fund_total: string;
  personal_share: string;
}

export interface Result {
  policy_id: string | null;
  benefit_year: string;
  person_group: string | null;
  tier: string | null;
  filing: string | null;
  /** Why nothing can be said; null where something can. */
  reason: string | null;
  judged: "exact" | "interval" | "no";
  s1: string | null;
  admission_no: number | null;
  deductible_standard_due: string | null;
  extra_first_pay: string | null;
  over_cap: string | null;
  fund_due: string | null;
  personal_due: string | null;
  fund_difference: string | null;
  difference_class: string | null;
  materiality: string | null;
  responsible: string | null;
  explaining: string | null;
  explanations: string[] | null;
  clean_fund_due: string | null;
  clean_personal_due: string | null;
  /** The identity of the data model that the record breaks. */
  broken_identity: number | null;
  systemic: number | null;
}

export interface ClaimPage {
  claim: Claim;
  result: Result | null;
  name: string | null;
  institution: string | null;
  diagnosis: string | null;
  personType: { zh: string; en: string } | null;
  filings: {
    filing_id: string;
    area: string | null;
    filing_class: string;
    covers: boolean;
    reason: string;
    begin_date: string;
    end_date: string | null;
    created_at: string | null;
  }[];
  policy: Policy | null;
  term: Term | null;
  layers: Record<"serious" | "large" | "civil" | "aid", Layer | null> | null;
  ledger: LedgerStep[];
  bands: LedgerBand[];
  unlike: Unlike[];
}

/**
 * What of a claim without a policy is not as with settlements of its kind: yuan of a deductible, a ratio paid or stated by the record, or what was paid beside the
 * ratio that the record states (`reapplied`: `usual` is that ratio).
 */
export interface Unlike {
  what: "deductible" | "ratio" | "stated_ratio" | "reapplied";
  recorded: string;
  usual: string;
  /** Yuan paid beyond the usual, or less. */
  amount: string;
  /** Settlements of its kind, and the part of them that has the usual value. */
  rows: number;
  share: string;
  person_group: string;
  tier: string;
  filing: string;
  benefit_year: string;
  admission: number | null;
}

/** The same as the list of all such claims has it. */
export interface Comparison extends Unlike {
  claim_id: string;
  settled_at: string;
  insured_city: string;
  care_city: string;
  institution_code: string | null;
  institution_name: string | null;
  scheme: string;
  care_group: string;
}

export interface YearClaim {
  claim_id: string;
  visit_begin: string | null;
  visit_end: string | null;
  settled_at: string;
  insured_city: string;
  scheme: string;
  care_province: string;
  care_city: string;
  care_group: string;
  route: string;
  total_cost: string;
  fund_total: string;
  fund_due: string | null;
  fund_difference: string | null;
  judged: string;
  difference_class: string | null;
  materiality: string | null;
  fund_so_far: string;
  due_so_far: string | null;
}

export interface Neighbours {
  position: number;
  total: number;
  previous: string | null;
  next: string | null;
}

/** Claims of one group, counted; further columns are the group's key. */
export interface Differences {
  claims: number;
  judged: number;
  cannot: number;
  differing: number;
  rounding: number;
  over: number;
  over_yuan: string;
  under: number;
  under_yuan: string;
  [key: string]: Cell;
}

export interface ListedClaim {
  claim_id: string;
  settled_at: string;
  insured_city: string;
  care_city: string;
  institution_code: string;
  institution_name: string | null;
  care_group: string;
  scheme: string;
  filing: string | null;
  total_cost: string;
  fund_total: string;
  fund_due: string | null;
  fund_difference: string | null;
  judged: string;
  reason: string | null;
  difference_class: string | null;
  materiality: string | null;
  responsible: string | null;
  explaining: string | null;
}

export interface SystemicFinding {
  systemic: number;
  insured_city: string;
  scheme: string;
  policy_id: string | null;
  difference_class: string;
  explaining: string;
  share: string | number;
  claims: number;
  fund_difference: string;
}
