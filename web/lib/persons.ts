/** What /api/persons/:id answers: a person over the provinces of one's scope. */
export interface PersonAnswer {
  /** The first eight signs of the pseudonym. */
  person: string;
  openUntil: string;
  /** Until when names and numbers are shown; null: they are masked. */
  unmaskedUntil: string | null;
  names: string[];
  certificates: string[];
  sex: string | null;
  birthYear: number | null;
  claims: PersonClaim[];
  claimsTotal: number;
  stays: { visit_id: string; claim_id: string; begin: string; end: string; nights: number }[];
  filings: PersonFiling[];
  findings: PersonFinding[];
}

export interface PersonClaim {
  claim_id: string;
  settlement_id: string;
  care_group: string;
  begin: string | null;
  end: string | null;
  settled_at: string;
  institution_code: string;
  institution: string | null;
  insured_city: string;
  insured_province: string;
  care_city: string;
  care_province: string;
  main_diagnosis: string | null;
  total_cost: string;
  fund_total: string;
}

export interface PersonFiling {
  filing_id: string;
  insured_area: string;
  area: string | null;
  filing_class: string;
  begin: string | null;
  end: string | null;
  covers: number;
}

export interface PersonFinding {
  finding: string;
  rule: string;
  day: string | null;
  lead: boolean;
  claims: number;
  claimsElsewhere: number;
}

/** The address of a person's page; a claim of theirs tells persons apart whose pseudonyms begin alike. */
export const personLink = (person: string, claim: string): string =>
  `/persons/${person}?claim=${encodeURIComponent(claim)}`;
