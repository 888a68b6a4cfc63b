import type { PolicyVersion } from "../../../datasets/policies/policy-schema.ts";

/** A band of yuan and what is paid of it, as exact decimal text: `low` and `high` with cents, `ratio` with at most 8 digits. */
export interface Band {
  low: string;
  high: string;
  ratio: string;
}

export type Adjust = NonNullable<PolicyVersion["adjust"]["classes"]["NONE"]>;

/** The upper end of the last band: more than any amount of DECIMAL(16,2) that is a bill. */
const NO_END = "999999999999.99";
/** Ratios are counted in 10⁻⁸, so that a ratio of 4 digits times a factor of 4 digits stays a whole number. */
const UNIT = 100_000_000;

/** Bands from `[from yuan, ratio]` rows, each ending where the next begins, with the adjustment of a filing class applied to each ratio. */
export function bandsOf(rows: readonly (readonly [string, string])[], adjust: Adjust | null = null): Band[] {
  return rows.map(([low, ratio], at) => ({
    low,
    high: rows[at + 1]?.[0] ?? NO_END,
    ratio: decimal(adjusted(units(ratio), adjust)),
  }));
}

/** Points come off and do not go below nothing; a factor multiplies and is not rounded; other modes leave the ratio alone (domain note §2.5). */
function adjusted(ratio: number, adjust: Adjust | null): number {
  if (adjust?.mode === "FACTOR") return (ratio * units(adjust.factor)) / UNIT;
  return adjust && "points" in adjust ? Math.max(0, ratio - units(adjust.points)) : ratio;
}

/** Text of at most 4 digits after the point in units of 10⁻⁸; exact, since both factors are whole. */
const units = (ratio: string) => Math.round(Number(ratio) * 10_000) * (UNIT / 10_000);

function decimal(units: number): string {
  const digits = String(units).padStart(9, "0");
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`.replace(/\.?0+$/, "");
}
