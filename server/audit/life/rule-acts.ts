import type { RuleState } from "./rule-states.ts";

/** A text of a rule is saved as its draft; `text` null takes the draft back. */
export const RULE_SAVED = "rule.saved";
/** A rule is moved, or proposed to be: a move that needs a second person changes nothing yet. */
export const RULE_MOVED = "rule.moved";
/** A second person agrees to a proposed move, or refuses it. */
export const RULE_APPROVED = "rule.approved";
/** A parameter has another value at one place from a day on; `removes` takes such a value back. */
export const RULE_OVERLAID = "rule.overlaid";
/** Findings of a rule are out of the list until a day; `ends` lets them in again. */
export const RULE_SNOOZED = "rule.snoozed";

export const ruleActs = [RULE_SAVED, RULE_MOVED, RULE_APPROVED, RULE_OVERLAID, RULE_SNOOZED] as const;

interface Act {
  rule: string;
  reason: string;
}

export interface Saved extends Act {
  text: string | null;
}

/** A move of a draft names the act that saved it; of what stands, its own act, or null for a file that came with the program. */
export interface Moved extends Act {
  of: "draft" | "standing";
  revision: number | null;
  from: RuleState | null;
  to: RuleState;
  /** What was moved: version, SHA-256 of the whole text, and of what it means. */
  version: string;
  textHash: string;
  meaning: string;
  /** How many of its tests were run, and held. */
  tests: number;
  waits: boolean;
}

export interface Approved extends Act {
  move: number;
  agree: boolean;
}

/** Where an overlay counts. */
export interface Place {
  insured_area?: string;
  care_area?: string;
  tier?: string;
  scheme?: string;
}

export interface Overlaid extends Act, Place {
  parameter: string;
  value: string | null;
  from: string | null;
  removes: number | null;
}

export interface Snoozed extends Act {
  institution: string | null;
  insured: string | null;
  care: string | null;
  until: string | null;
  ends: number | null;
}

interface Done {
  /** Number of its entry in the journal. */
  act: number;
  by: string;
  at: string;
}

/** An act on a rule as the journal keeps it. */
export type RuleAct = Done &
  (
    | ({ kind: typeof RULE_SAVED } & Saved)
    | ({ kind: typeof RULE_MOVED } & Moved)
    | ({ kind: typeof RULE_APPROVED } & Approved)
    | ({ kind: typeof RULE_OVERLAID } & Overlaid)
    | ({ kind: typeof RULE_SNOOZED } & Snoozed)
  );
