import type { CareGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import { notNegative, Rational } from "./rational.ts";
import type { Settlement } from "./records.ts";
import type { Standing } from "./standing.ts";

type Adjust = NonNullable<PolicyVersion["adjust"]["classes"]["NONE"]>;
type Deductible = PolicyVersion["deductibles"][number];
export type ChronicRow = PolicyVersion["chronic"][number];

/** Eligible cost above `low`, up to `high` (null: without end), and the part of it the fund pays. */
export interface Band {
  low: Rational;
  high: Rational | null;
  ratio: Rational;
}

/** How one settlement is paid: what its policy says of it, found by reading the version from top to bottom. */
export interface Terms {
  standing: Standing;
  /** Pharmacies count as out-patients. */
  care: Exclude<CareGroup, "pharmacy">;
  /** False at a pharmacy paid from the personal account. */
  paid: boolean;
  deductible: {
    mode: Deductible["mode"];
    merged: NonNullable<Deductible["merged"]>;
    standards: Rational[];
    /** Of later admissions the policy says nothing. */
    admissions: number;
  };
  basis: "PER_SETTLEMENT" | "ANNUAL";
  bands: Band[];
  /** Of settlements with more eligible cost the policy says nothing; null: of all it does. */
  upTo: Rational | null;
  /** Part of eligible cost taken off first (PRESELF). */
  firstPay: Rational | null;
  cap: { basis: "FUND" | "ELIGIBLE"; amount: Rational; care: readonly CareGroup[] } | null;
  chronic: ChronicRow | null;
}

export function termsOf(settlement: Settlement, standing: Standing): Terms {
  const { version, group } = standing;
  const care = settlement.care_group === "pharmacy" ? "outpatient" : settlement.care_group;
  const chronic = care === "chronic" ? rowOfDisease(version, settlement.disease_code) : null;
  const adjust = adjustOf(standing, care);
  const cap = ceilingOver(version, group, care);
  const segments = chronic ? chronicSegments(chronic, standing, adjust) : segmentsOf(standing, care, adjust);
  return {
    standing,
    care,
    paid: settlement.care_group !== "pharmacy" || version.pharmacy === "outpatient_fund",
    deductible: chronic
      ? {
          mode: "ANNUAL",
          merged: "none",
          standards: [Rational.of(chronic.deductible)],
          admissions: Number.POSITIVE_INFINITY,
        }
      : deductibleOf(standing, care, adjust),
    basis: segments.basis,
    upTo: segments.upTo,
    bands: segments.bands.map((band) => ({ ...band, ratio: adjusted(band.ratio, adjust) })),
    firstPay: adjust?.mode === "PRESELF" && care === "inpatient" ? Rational.of(adjust.first_pay_ratio) : null,
    cap: cap ? { basis: cap.basis, amount: Rational.of(cap.amount), care: cap.care } : null,
    chronic,
  };
}

/** The ceiling that care of a person group counts against. */
export function ceilingOver({ caps }: PolicyVersion, group: Standing["group"], care: CareGroup) {
  return caps.find((row) => row.care.includes(care) && (row.groups?.includes(group) ?? true));
}

function rowOfDisease(version: PolicyVersion, disease: string | null): ChronicRow {
  const row = version.chronic.find(({ diseases }) => disease !== null && diseases.includes(disease));
  if (!row) throw new Error(`expected a chronic disease of the policy, got ${disease}`);
  return row;
}

/** The row of the filing class; it counts for the care it names only (policies' README). */
function adjustOf({ version, filing }: Standing, care: Terms["care"]): Adjust | null {
  const { classes } = version.adjust;
  if (filing === "HOME" || !version.adjust.care.includes(care)) return null;
  if (filing === "RETURN") return classes.TMP_REFER ?? null;
  return classes[filing] ?? (filing === "NONE" ? classes.TMP_OTHER : null) ?? null;
}

/** Domain note §2.5. */
function adjusted(ratio: Rational, adjust: Adjust | null): Rational {
  if (adjust?.mode === "POINTS" || adjust?.mode === "COMBO")
    return notNegative(ratio.minus(Rational.of(adjust.points)));
  if (adjust?.mode === "FACTOR") return ratio.times(Rational.of(adjust.factor));
  return ratio;
}

/** The tiers under which to look, in order: that of care outside the province, then the institution's own. */
function tiersOf(tier: string, adjust: Adjust | null): string[] {
  if (adjust === null || !("tier_override" in adjust)) return [tier];
  return [adjust.tier_override === "O" ? `O${tier}` : adjust.tier_override, tier];
}

function deductibleOf(
  { version, group, tier, filing }: Standing,
  care: CareGroup,
  adjust: Adjust | null,
): Terms["deductible"] {
  const rows = version.deductibles.filter((row) => row.care.includes(care) && (row.groups?.includes(group) ?? true));
  for (const key of tiersOf(tier, adjust)) {
    const ofTier = rows.filter((row) => key in row.tiers);
    const row =
      ofTier.find((row) => row.filing?.some((name) => name === filing)) ??
      ofTier.find((row) => row.filing === undefined);
    if (row)
      return {
        mode: row.mode,
        merged: row.merged ?? "none",
        ...standardsOf(row.tiers[key]!),
      };
  }
  throw new Error(`expected a deductible for ${care}, ${group}, tier ${tier}`);
}

/** The last one may be unknown. */
function standardsOf(said: readonly string[]) {
  const known = said.at(-1) === "unknown" ? said.slice(0, -1) : said;
  const admissions = known.length < said.length ? known.length : Number.POSITIVE_INFINITY;
  return { standards: known.map((yuan) => Rational.of(yuan)), admissions };
}

type Segments = Pick<Terms, "basis" | "bands" | "upTo">;

function segmentsOf({ version, group, tier }: Standing, care: CareGroup, adjust: Adjust | null): Segments {
  const rows = version.segments.filter((row) => row.care.includes(care) && (row.groups?.includes(group) ?? true));
  for (const key of tiersOf(tier, adjust)) {
    const row = rows.find((row) => key in row.tiers);
    if (row) return { basis: row.basis, ...knownBands(row.tiers[key]!) };
  }
  throw new Error(`expected segments for ${care}, ${group}, tier ${tier}`);
}

/** Domain note §2.10: as in-patients, or one ratio of its own. */
function chronicSegments(row: ChronicRow, standing: Standing, adjust: Adjust | null): Segments {
  if (row.design === "AS_INPATIENT") return segmentsOf(standing, "inpatient", adjust);
  const ratio = row.ratio?.[standing.group];
  if (ratio === undefined) throw new Error(`expected a ratio of ${standing.group} for ${row.diseases.join(", ")}`);
  return { basis: "PER_SETTLEMENT", bands: bandsOf([["0", ratio]]), upTo: null };
}

/** The last ratio may be unknown. */
function knownBands(rows: readonly (readonly [string, string])[]): Pick<Segments, "bands" | "upTo"> {
  const [low, ratio] = rows.at(-1)!;
  return ratio === "unknown"
    ? { bands: bandsOf(rows.slice(0, -1)), upTo: Rational.of(low) }
    : { bands: bandsOf(rows), upTo: null };
}

/** Each band ends where the next begins. */
export function bandsOf(rows: readonly (readonly [string, string])[]): Band[] {
  return rows.map(([low, ratio], i) => ({
    low: Rational.of(low),
    high: rows[i + 1] ? Rational.of(rows[i + 1]![0]) : null,
    ratio: Rational.of(ratio),
  }));
}
