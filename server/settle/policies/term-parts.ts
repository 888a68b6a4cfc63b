import {
  type CareGroup,
  type FilingClass,
  type PersonGroup,
  type PolicyVersion,
  UNKNOWN,
} from "../../../datasets/policies/policy-schema.ts";
import { type Adjust, type Band, bandsOf } from "./bands.ts";
import { adjustedBy, type FilingRow } from "./filing-row.ts";

/** The parts of terms are shared between terms that have them in common. Money and ratios are exact decimal text, lines those of the file. */
export interface Deductible {
  mode: string;
  merged: string;
  standards: string[];
  /** Admissions whose standard is known; null: all. */
  known: number | null;
  line: number;
}

export interface Ratio {
  basis: string;
  bands: Band[];
  /** Eligible cost of a settlement up to which bands are known; null: all. */
  known: string | null;
  /** Ratios of home, before any adjustment, for display. */
  home: string;
  line: number;
}

export interface Adjustment {
  mode: string;
  value: string | null;
  first_pay: string;
  line: number;
}

export interface Cap {
  basis: string;
  amount: string;
  inpatient: boolean;
  outpatient: boolean;
  chronic: boolean;
  line: number;
}

export interface Chronic {
  design: string;
  diseases: string[];
  period: string | null;
  amount: string | null;
  further: string | null;
  line: number;
}

/** Finds the rows of a version that count, and makes of each what terms hold; the same row always gives the same object. */
export class TermParts {
  readonly #version: PolicyVersion;
  readonly #lineOf: (path: (string | number)[]) => number;
  readonly #made = new Map<string, unknown>();

  constructor(version: PolicyVersion, lineOf: (path: (string | number)[]) => number) {
    this.#version = version;
    this.#lineOf = lineOf;
  }

  /** The row that names the filing class stands before the general one; the tier used instead before the own. */
  deductible(care: CareGroup, group: PersonGroup, tier: string, { class: filing, adjust }: FilingRow) {
    const rows = this.#rowsFor("deductibles", care, group);
    const names = (classes: readonly FilingClass[] | undefined) => filing !== null && classes?.includes(filing);
    for (const used of tiersUsed(tier, adjust, this.#hasOutside(care))) {
      const found =
        rows.find(({ row }) => used in row.tiers && names(row.filing)) ??
        rows.find(({ row }) => used in row.tiers && row.filing === undefined);
      if (!found) continue;
      const { row, at } = found;
      return this.#once(`deductible ${at} ${used}`, () => {
        const standards = row.tiers[used]!.filter((yuan) => yuan !== UNKNOWN);
        return {
          mode: row.mode,
          merged: row.merged ?? "none",
          standards,
          known: standards.length < row.tiers[used]!.length ? standards.length : null,
          line: this.#lineOf(["deductibles", at, "tiers", used]),
        };
      });
    }
    return null;
  }

  segment(care: CareGroup, group: PersonGroup, tier: string, { adjust, adjustKey }: FilingRow): Ratio | null {
    const rows = this.#rowsFor("segments", care, group);
    for (const used of tiersUsed(tier, adjust, this.#hasOutside(care))) {
      const found = rows.find(({ row }) => used in row.tiers);
      if (!found) continue;
      const { row, at } = found;
      return this.#once(`segment ${at} ${tier} ${used} ${adjustKey}`, () => ({
        basis: row.basis,
        bands: bandsOf(
          row.tiers[used]!.filter(([, ratio]) => ratio !== UNKNOWN),
          adjust,
        ),
        known: row.tiers[used]!.find(([, ratio]) => ratio === UNKNOWN)?.[0] ?? null,
        home: shown(rows.find(({ row }) => tier in row.tiers)?.row, tier),
        line: this.#lineOf(["segments", at, "tiers", used]),
      }));
    }
    return null;
  }

  /** The one band of a chronic disease paid by a ratio of its own: points and factor apply, another tier does not. */
  band(at: number, ratio: string, { adjust, adjustKey }: FilingRow): Ratio {
    return this.#once(`chronic ratio ${at} ${ratio} ${adjustKey}`, () => ({
      basis: "PER_SETTLEMENT",
      bands: bandsOf([["0", ratio]], adjust),
      known: null,
      home: ratio,
      line: this.#lineOf(["chronic", at]),
    }));
  }

  adjustment(row: FilingRow, inpatient: boolean): Adjustment | null {
    const { adjust } = row;
    if (!adjust || (adjust.mode === "PRESELF" && !inpatient)) return null;
    const named = adjustedBy(row)!;
    return this.#once(`adjust ${named}`, () => ({
      mode: adjust.mode,
      value: changeOf(adjust),
      first_pay: adjust.mode === "PRESELF" ? adjust.first_pay_ratio : "0",
      line: this.#lineOf(["adjust", "classes", named]),
    }));
  }

  cap(care: CareGroup, group: PersonGroup): Cap | null {
    const at = this.#version.caps.findIndex((row) => counts(row, care, group));
    const row = this.#version.caps[at];
    if (!row) return null;
    return this.#once(`cap ${at}`, () => ({
      basis: row.basis,
      amount: row.amount,
      inpatient: row.care.includes("inpatient"),
      outpatient: row.care.includes("outpatient"),
      chronic: row.care.includes("chronic"),
      line: this.#lineOf(["caps", at]),
    }));
  }

  /** The design of a row of chronic diseases, its limit, and its deductible: once in the benefit year for all diseases. */
  chronic(at: number): { chronic: Chronic; deductible: Deductible } {
    return this.#once(`chronic ${at}`, () => {
      const { design, diseases, limit, deductible } = this.#version.chronic[at]!;
      const line = this.#lineOf(["chronic", at]);
      return {
        chronic: {
          design,
          diseases,
          period: limit?.period ?? null,
          amount: limit?.amount ?? null,
          further: limit?.further_disease ?? limit?.amount ?? null,
          line,
        },
        deductible: { mode: "ANNUAL", merged: "none", standards: [deductible], known: null, line },
      };
    });
  }

  /** Rows of one part for a kind of care and person, with their places in the file. */
  #rowsFor<Part extends "deductibles" | "segments">(part: Part, care: CareGroup, group: PersonGroup) {
    return this.#once(`${part} ${care} ${group}`, () =>
      this.#version[part]
        .map((row: PolicyVersion[Part][number], at) => ({ row, at }))
        .filter(({ row }) => counts(row, care, group)),
    );
  }

  /** Whether a care has rows for care outside the province at all. */
  #hasOutside(care: CareGroup): boolean {
    return this.#once(`outside ${care}`, () => {
      const rows = [...this.#version.deductibles, ...this.#version.segments].filter((row) => row.care.includes(care));
      return rows.some((row) => Object.keys(row.tiers).some((tier) => tier.startsWith("O")));
    });
  }

  #once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key) as T;
  }
}

type SegmentRow = PolicyVersion["segments"][number];

const counts = (row: { care: CareGroup[]; groups?: PersonGroup[] }, care: CareGroup, group: PersonGroup) =>
  row.care.includes(care) && (row.groups?.includes(group) ?? true);

/**
 * Tiers whose row counts, best first. `tier_override: O` is the row of the own tier for care outside the province; the own one stands in for it where the care
 * has no such rows at all.
 */
function tiersUsed(tier: string, adjust: Adjust | null, hasOutside: boolean): string[] {
  if (!adjust || !("tier_override" in adjust)) return [tier];
  if (adjust.tier_override !== "O") return [adjust.tier_override, tier];
  return [hasOutside ? `O${tier}` : tier];
}

function changeOf(adjust: Adjust): string | null {
  if ("points" in adjust) return adjust.points;
  if (adjust.mode === "FACTOR") return adjust.factor;
  return adjust.mode === "PRESELF" ? adjust.first_pay_ratio : null;
}

const shown = (row: SegmentRow | undefined, tier: string) =>
  (row?.tiers[tier] ?? []).flatMap(([, ratio]) => (ratio === UNKNOWN ? [] : [ratio])).join("/");
