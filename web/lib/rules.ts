import type { Both, Rule } from "./findings.ts";

/** What /api/rules, its drafts, moves, backtests and quality answer, as far as the screens read it. Money is exact text. */
export const ruleStates = ["draft", "shadow", "active", "retired"] as const;
export type RuleState = (typeof ruleStates)[number];

export interface Someone {
  id: string;
  name: string;
}

export interface PendingMove {
  move: number;
  of: "draft" | "standing";
  to: RuleState;
  reason: string;
  tests: number;
  at: string;
  by: Someone;
}

/** A rule as people read it, and where it stands in the house. */
export interface ListedRule extends Rule {
  scenes: string[];
  state: RuleState;
  origin: "shipped" | "revised" | "house";
  draft: { revision: number; at: string; by: Someone } | null;
  pending: PendingMove | null;
  overlays: number;
  snoozes: number;
  tests: { count: number; failed: number | null };
  findings: { open: number; shadow: number; held: number; loss?: string | null };
  /** When people last did something to it. */
  changedAt?: string | null;
  run: "done" | "failed" | "held" | "unsupplied" | null;
}

export interface RuleList {
  rules: ListedRule[];
  refused: { id: string; file: string; problem: string }[];
}

export interface TestState {
  tests: number;
  failed: number;
  outcomes: { test: string; kind: "hit" | "miss" | "boundary"; problem: string | null }[];
}

/** Where an overlay holds; an absent key is everywhere. */
export interface Place {
  insured_area?: string;
  care_area?: string;
  tier?: string;
  scheme?: string;
}

export interface RuleParameter {
  name: string;
  title: Both | null;
  default: string;
  unit: string;
  min: string;
  max: string;
  confidence: string;
  overlays: {
    /** Null: the rule's file says so. */
    overlay: number | null;
    place: Place;
    value: string;
    from: string;
    reason: string;
    by: Someone | null;
    at: string | null;
  }[];
}

export interface TextChange {
  key: string;
  before: string | null;
  after: string | null;
}

export interface AllowedMove {
  of: "draft" | "standing";
  to: RuleState;
  needs: ("tests" | "version" | "approval")[];
}

export interface RuleAct {
  act: number;
  kind:
    | "saved"
    | "withdrawn"
    | "moved"
    | "proposed"
    | "approved"
    | "refused"
    | "overlaid"
    | "removed"
    | "snoozed"
    | "ended";
  at: string;
  by: Someone;
  reason: string;
  of?: "draft" | "standing";
  from?: string | null;
  to?: string;
  version?: string;
  tests?: number;
  move?: number;
  changes?: TextChange[];
  parameter?: string;
  place?: Place;
  value?: string;
  day?: string;
  number?: number;
  institution?: string;
  insured?: string;
  care?: string;
}

export interface Snooze {
  snooze: number;
  institution: string | null;
  insured: string | null;
  care: string | null;
  until: string;
  reason: string;
  by: Someone;
  at: string;
}

export interface RulePage {
  rule: ListedRule;
  explain: Both;
  find: unknown;
  /** Labels of relations and of their columns (`line.quantity`). */
  names?: Record<string, Both>;
  file: string;
  text: string;
  textInForce: string;
  draft: {
    revision: number;
    text: string;
    version: string | null;
    reason: string;
    at: string;
    by: Someone;
    changes: TextChange[];
  } | null;
  shipped: { version: string | null; text: string } | null;
  lock: { version: string; meaning: string; agrees: boolean } | null;
  parameters: RuleParameter[];
  tests: TestState;
  draftTests: TestState | null;
  moves: AllowedMove[];
  snoozes: Snooze[];
  history: RuleAct[];
}

export interface DraftProblem {
  line: number;
  key: string;
  expected: string;
  got: string;
}

/** What became of an act; `waits`: a second person has to agree first. */
export interface Acted {
  act: number;
  at: string;
  waits: boolean;
  job: number | null;
}

export type Change = "gained" | "lost" | "kept";

export interface BacktestChange {
  change: Change;
  findings: number;
  leads: number;
  evidenceChanged: number;
  cost: string;
  loss: string;
  estimated: string;
  contradicted: number;
}

export interface ListedBacktest {
  backtest: number;
  rule: string;
  ruleHash: string | null;
  trialHash: string;
  parameters: Record<string, string>;
  asOf: number;
  stale: boolean;
  lookedAt: number | null;
  seconds: number;
  startedBy: string;
  endedAt: string;
  changes: BacktestChange[];
}

export interface BacktestPage extends ListedBacktest {
  provinces: { side: "insured" | "care"; province: string | null; change: Change; findings: number; loss: string }[];
  findings: {
    finding: string;
    change: Change;
    lead: boolean;
    day: string | null;
    institutionCode: string | null;
    institution: string | null;
    cost: string;
    loss: string;
    estimated: boolean;
    verdict: string | null;
    contradicts: boolean;
    said: Both;
  }[];
}

export interface CurvePoint {
  value: string;
  found: number;
  leads: number;
  cost: string;
  loss: string;
  estimated: string;
  confirmed: number;
  dismissed: number;
  doubtful: number;
}

export interface Curve {
  parameter: string;
  trialHash: string;
  asOf: number;
  endedAt: string;
  points: CurvePoint[];
}

export interface JudgedShare {
  confirmed: number;
  dismissed: number;
  doubtful: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

export interface RuleQuality {
  rule: string;
  open: number;
  sets: {
    version: string;
    parameters: Record<string, unknown>;
    all: JudgedShare;
    byStrength: Record<"field" | "documents" | "desk", JudgedShare>;
    lastAt: string;
  }[];
  confirmedFindings: number;
  uniqueCatch: number;
  overlaps: { rule: string; findings: number }[];
}

export const coverageStates = ["active", "shadow", "implemented", "not_computable", "missing"] as const;
export type CoverageState = (typeof coverageStates)[number];
export const coverageCategories = ["policy", "management", "medical"] as const;

export interface CoveredClass {
  number: number;
  code: string;
  title: Both;
  group: { id: string } & Both;
  category: (typeof coverageCategories)[number];
  definition: Both;
  reading: string;
  state: CoverageState;
  notComputable: (Both & { data: string[] }) | null;
  rules: { id: string; title: Both; state: RuleState; run: string | null }[];
  knowledge: { class: string; title: Both; points: number }[];
  points: number | null;
  lookedAt: number | null;
  settlements: number | null;
  yuan: string | null;
  findings: number;
}

export interface Coverage {
  edition: string;
  run: number | null;
  states: Record<string, number>;
  classes: CoveredClass[];
}
