import { type PolicyFile, type PolicyVersion, UNKNOWN } from "../../../datasets/policies/policy-schema.ts";
import type { Dice } from "./dice.ts";

/** The same policy, of which here and there a last band or the later admissions are not known. */
export function withGaps(dice: Dice, policy: PolicyFile): PolicyFile {
  return { ...policy, versions: policy.versions.map((version) => ({ ...version, ...gapsIn(dice, version) })) };
}

function gapsIn(dice: Dice, { deductibles, segments }: PolicyVersion): Pick<PolicyVersion, "deductibles" | "segments"> {
  const here = <T>(tiers: Record<string, T>, cut: (value: T) => T) =>
    Object.fromEntries(Object.entries(tiers).map(([tier, value]) => [tier, dice.chance(0.4) ? cut(value) : value]));
  return {
    deductibles: deductibles.map((row) =>
      row.mode === "PER_VISIT" ? { ...row, tiers: here(row.tiers, (standards) => [...standards, UNKNOWN]) } : row,
    ),
    segments: segments.map((row) =>
      row.basis === "PER_SETTLEMENT" ? { ...row, tiers: here(row.tiers, (bands) => cutBands(dice, bands)) } : row,
    ),
  };
}

function cutBands(dice: Dice, bands: [string, string][]): [string, string][] {
  const last = Number(bands.at(-1)![0]);
  return [...bands, [String(last + Number(dice.amount(12_000))), UNKNOWN]];
}
