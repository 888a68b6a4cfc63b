import type { statuses } from "../rule/vocabulary.ts";

/** Where a rule stands: a `draft` is not run, findings of a `shadow` are kept apart, those of an `active` rule are open, those of a `retired` one are closed. */
export type RuleState = (typeof statuses)[number];

/** What must be there before a move is made. */
export type Need =
  /** The text is sound among all rules of the house, and all tests it carries hold. */
  | "tests"
  /** Other content than a version had before has a higher version. */
  | "version"
  /** A second person agrees. */
  | "approval";

/** A move that the life of a rule allows. */
export interface AllowedMove {
  /** A draft waits beside what stands; the rest is what stands itself. */
  of: "draft" | "standing";
  /** Where what stands must be before; null where nothing need stand. */
  from: readonly (RuleState | null)[];
  to: RuleState;
  needs: readonly Need[];
}

/**
 * All moves there are. A text that was never tried goes through shadow first; a changed text of a rule that stands may follow it at once, since a rule in
 * shadow would no longer speak.
 */
export const allowedMoves: readonly AllowedMove[] = [
  { of: "draft", from: [null, "draft", "shadow", "active", "retired"], to: "shadow", needs: ["tests", "version"] },
  { of: "draft", from: ["shadow", "active"], to: "active", needs: ["tests", "version", "approval"] },
  { of: "standing", from: ["draft", "retired"], to: "shadow", needs: ["tests"] },
  { of: "standing", from: ["shadow"], to: "active", needs: ["tests", "approval"] },
  { of: "standing", from: ["active"], to: "shadow", needs: [] },
  { of: "standing", from: ["shadow", "active"], to: "retired", needs: [] },
];

/** The moves that are open to a rule. */
export function movesFrom(standing: RuleState | null, hasDraft: boolean): AllowedMove[] {
  return allowedMoves.filter(
    ({ of, from }) => (of === "draft" ? hasDraft : standing !== null) && from.includes(standing),
  );
}
