export const labels = ["confirmed", "dismissed", "doubtful"] as const;
export type Label = (typeof labels)[number];

/** What a verdict rests on: a visit, papers called for, or a look at the record. */
export const strengths = ["field", "documents", "desk"] as const;
export type Strength = (typeof strengths)[number];

/** Why a verdict counts no more: its giver took it back, the second person returned it, the institution appealed. */
export const endings = ["withdrawn", "returned", "appealed"] as const;
export type Ending = (typeof endings)[number];
