/** What /api/findings, /api/rules and /api/audit answer, as far as the screens read it. Money is exact text. */
export type FindingState = "open" | "shadow" | "held" | "closed";
export type Review = "none" | "reopened" | "confirmed" | "dismissed" | "doubtful";

/** A text that has both languages. */
export interface Both {
  zh: string;
  en: string;
}

/** A rule as people read it. */
export interface Rule {
  id: string;
  title: Both;
  version: string;
  status: string;
  official: { code: string; class: string; edition: string } | null;
  category: { id: string; label: Both };
  violationType: { id: string; label: Both };
  threeFakes: { id: string; label: Both };
  result: { id: string; label: Both };
  basis: { law: string; article: string; from?: string; to?: string }[];
  unit: string;
  shape: string;
  responsible: string;
  investigate: string;
  implicates: string;
  parameters: Record<string, { default: string; unit: string; min: string; max: string; confidence: string }>;
  innocent: Both[];
  references: { source: string; says?: string }[];
  material: Both | null;
}

interface FindingHead {
  finding: string;
  rule: string;
  version: string;
  state: FindingState;
  closedReason: string | null;
  review: Review;
  lead: boolean;
  institutionCode: string | null;
  institution: string | null;
  insuredArea: string | null;
  careArea: string | null;
  insuredProvinces: string[];
  careProvinces: string[];
  day: string | null;
  claims: string[];
  /** Claims of it outside the reader's scope. */
  claimsElsewhere?: number;
  /** It reaches beyond the reader's scope: its words and values are not told. */
  beyond?: boolean;
  firstRun: number;
  lastRun: number;
}

export interface ListedFinding extends FindingHead {
  said: { zh: Piece[]; en: Piece[] };
  records: number;
  money: { kind: "violation" | "suspected"; cost: string; share: string; estimated: "no" | "partly" | "all" } | null;
}

/** A piece of a sentence; a value has a name, and is `held` where it stands against a limit. */
export interface Piece {
  text: string;
  name?: string;
  held?: boolean;
}

export interface HeldValue {
  name: string;
  label: Both;
  value: string | null;
  written: Both;
  unit: Both | null;
  operator: ">" | ">=" | "<" | "<=" | null;
  limit: string | null;
  limitWritten: Both | null;
}

interface Change {
  claims: { gone: string[]; come: string[] };
  lines: { gone: string[]; come: string[] };
}

export interface FindingPage extends FindingHead {
  evidenceHash: string;
  lines: string[];
  card: Rule | null;
  sentences: { zh: Piece[]; en: Piece[] }[];
  values: HeldValue[][];
  money: FindingMoney | null;
  history: {
    run: number;
    at: string;
    state: FindingState;
    closedReason: string | null;
    version: string;
    changed: Change | null;
    said: { gone: Both[]; come: Both[] } | null;
  }[];
  verdicts: {
    verdict: number;
    label: string;
    strength: string;
    reason: string;
    reviewer: string;
    givenAt: string;
    evidenceHash: string;
    changed: Change | null;
    said: { gone: Both[]; come: Both[] } | null;
  }[];
}

interface OfFund {
  fund: string;
  loss: string;
  share: string;
}

/** What a finding costs the funds. */
export interface FindingMoney {
  kind: "violation" | "suspected";
  cost: string;
  costShare: string;
  loss: string;
  share: string;
  byFund: OfFund[];
  estimated: "no" | "partly" | "all";
  claims: { claim: string; method: string; cost: string; loss: string; share: string }[];
  later: { claims: number; unjudged: number; loss: string; share: string; byFund: OfFund[] };
}

export interface FindingClaim {
  claim_id: string;
  settlement_id: string;
  person: string | null;
  begin: string | null;
  end: string | null;
  settled_at: string;
  institution_code: string;
  institution: string | null;
  insured_city: string;
  insured_province: string;
  care_city: string;
  care_province: string;
  care_group: string;
  total_cost: string;
  fund_total: string;
  own: boolean;
}

export interface InstitutionPattern {
  institution_code: string | null;
  months: { month: string; visits: number; fund: string; findings: number; ofRule: number }[];
  rules: { rule: string; findings: number }[];
}

export interface Counted {
  key: string | null;
  findings: number;
  leads: number;
  waiting: number;
}

interface RunHead {
  run: number;
  asOf: number;
  ruleSet: string;
  asked: string[] | null;
  startedAt: string;
  endedAt: string;
  startedBy: string;
}

interface RunCounts {
  found: number | null;
  opened: number | null;
  changed: number | null;
  closed: number | null;
}

export interface ListedRun extends RunHead, RunCounts {
  rules: { done: number; failed: number; held: number };
}

export interface RunRule extends RunCounts {
  rule: string;
  version: string | null;
  hash: string | null;
  state: "done" | "failed" | "held" | "unsupplied";
  reason: string | null;
  lookedAt: number | null;
  notApplicable: Record<string, number> | null;
  seconds: number;
  before: { run: number; version: string | null; state: string; lookedAt: number | null; found: number | null }[];
}

export interface RunPage extends RunHead {
  previous: number | null;
  next: number | null;
  rules: RunRule[];
  reasons: Record<string, Both>;
}
