import { readFileSync } from "node:fs";
import { parse } from "yaml";
import {
  type FilingClass,
  filingClasses,
  type PersonGroup,
  type PolicyVersion,
  personGroups,
  UNKNOWN,
} from "./policy-schema.ts";

interface National {
  bounds: { points: Record<FilingClass, string> };
  chronic_list: { versions: { valid_from: string; valid_to?: string; diseases: string[] }[] };
  diseases: Record<string, { zh: string; en: string }>;
}

/** What national.yaml states: bounds of reductions, the list of chronic diseases by day. */
export const national = parse(readFileSync(new URL("national.yaml", import.meta.url), "utf8"), {
  schema: "failsafe",
}) as National;

export interface Excess {
  group: PersonGroup;
  filing: FilingClass;
  tier: string;
  /** Percentage points taken off the ratio at home, as a fraction. */
  reduction: number;
  allowed: number;
}

/**
 * Reductions of in-patient ratios beyond the national bounds. POINTS and COMBO take points off, FACTOR a part of the ratio; PRESELF takes a part of the cost, so of
 * what the ratio would have paid for it; TIER_MAP pays by the row of another tier.
 */
export function excesses(version: PolicyVersion): Excess[] {
  return personGroups.flatMap((group) => {
    const rows = version.segments.filter(
      (row) => row.care.includes("inpatient") && (row.groups?.includes(group) ?? true),
    );
    // A group's tiers at home and outside may stand in rows of their own.
    const tiers: Tiers = Object.assign({}, ...rows.map((row) => row.tiers));
    return ["3", "2", "1", "0"].flatMap((tier) =>
      knownBands(tiers[tier]).flatMap(([from, home]) =>
        filingClasses.flatMap((filing) => {
          const row = version.adjust.classes[filing];
          if (!row) return [];
          const away = ratioAway(row, tiers, tier, Number(from), Number(home));
          const reduction = Math.round(1e6 * (Number(home) - away)) / 1e6;
          const allowed = Number(national.bounds.points[filing]);
          return reduction > allowed ? [{ group, filing, tier, reduction, allowed }] : [];
        }),
      ),
    );
  });
}

type Adjust = NonNullable<PolicyVersion["adjust"]["classes"][FilingClass]>;
type Tiers = PolicyVersion["segments"][number]["tiers"];

const knownBands = (bands: Tiers[string] | undefined) => (bands ?? []).filter(([, ratio]) => ratio !== UNKNOWN);

function ratioAway(row: Adjust, tiers: Tiers, tier: string, from: number, home: number): number {
  if (row.mode === "POINTS") return home - Number(row.points);
  if (row.mode === "FACTOR") return home * Number(row.factor);
  if (row.mode === "PRESELF") return home * (1 - Number(row.first_pay_ratio));
  const other = knownBands(tiers[row.tier_override === "O" ? `O${tier}` : row.tier_override] ?? tiers[tier]);
  const paid = Number(other.findLast(([low]) => Number(low) <= from)![1]);
  return row.mode === "COMBO" ? paid - Number(row.points) : paid;
}
