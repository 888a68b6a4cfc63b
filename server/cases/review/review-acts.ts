import type { Ending, Label, Strength } from "../../audit/run/verdict-terms.ts";

/** Somebody judges the evidence of a finding. */
export const VERDICT_GIVEN = "verdict.given";
/** A second person agrees to a verdict, or returns it. */
export const VERDICT_APPROVED = "verdict.approved";
/** Who gave verdicts takes them back, before anybody agreed. */
export const VERDICT_WITHDRAWN = "verdict.withdrawn";
/** A finding waits until a day. */
export const FINDING_PUT_OFF = "finding.put_off";
/** A finding that waits is taken up before its day. */
export const FINDING_TAKEN_UP = "finding.taken_up";
/** An institution appeals: the finding is open again, whatever was said of it. */
export const FINDING_APPEALED = "finding.appealed";
/** An account keeps a list under a name. */
export const VIEW_SAVED = "view.saved";
export const VIEW_REMOVED = "view.removed";

export const reviewActs = [
  VERDICT_GIVEN,
  VERDICT_APPROVED,
  VERDICT_WITHDRAWN,
  FINDING_PUT_OFF,
  FINDING_TAKEN_UP,
  FINDING_APPEALED,
  VIEW_SAVED,
  VIEW_REMOVED,
] as const;

/** What a person says of a finding, and of which evidence. */
export interface Judgement {
  finding: string;
  evidenceHash: string;
  label: Label;
  strength: Strength;
  reason: string;
  /** What to call for, of a doubtful one. */
  materials?: string[];
}

/** What stood in the finding: kept with the verdict, so that a lost database can still say what changed since. */
export interface JudgedEvidence {
  rule: string;
  subject: string;
  version: string;
  ruleHash: string;
  parameters: string;
  claims: string[];
  lines: string[];
  shown: string[];
}

export type Given = Judgement & JudgedEvidence;

export interface Approved {
  verdict: number;
  finding: string;
  agree: boolean;
  reason: string;
}

export interface Withdrawn {
  verdicts: number[];
  findings: string[];
}

export interface PutOff {
  finding: string;
  evidenceHash: string;
  until: string;
  reason: string;
  /** The putting off that it takes the place of. */
  replaces: number | null;
}

export interface TakenUp {
  finding: string;
  /** Number of the putting off that it ends. */
  putOff: number;
  reason: string;
}

export interface Appealed {
  finding: string;
  evidenceHash: string;
  reason: string;
  /** Names of files that came with it. */
  files: string[];
  by: "institution";
  /** Verdicts that count no more. */
  ends: number[];
}

export interface SavedView {
  name: string;
  page: string;
  query: string;
}

/** A verdict that counts no more, and why. */
export interface Ended {
  verdict: number;
  ended: Ending;
}
