import { groupsOf } from "../../../datasets/policies/flaws.ts";
import type {
  CareGroup,
  FilingClass,
  PersonGroup,
  PolicyVersion,
  Scheme,
} from "../../../datasets/policies/policy-schema.ts";
import { type Adjust, type Band, bandsOf } from "./bands.ts";
import { adjustedBy, type Filing, type FilingRow, filingRows } from "./filing-row.ts";

/** The parts of terms are shared between terms that have them in common. Money and ratios are exact decimal text, lines those of the file. */
export interface Deductible {
  mode: string;
  merged: string;
  standards: string[];
  line: number;
}

export interface Ratio {
  basis: string;
  bands: Band[];
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

/** How one kind of person is paid for one kind of care, at a tier and under a filing. */
export interface Term {
  care: CareGroup;
  /** '' where the term holds whatever the value: pharmacies paid by the account alone. */
  group: PersonGroup | "";
  tier: string;
  filing: Filing | "";
  paid: boolean;
  deductible: Deductible | null;
  ratio: Ratio | null;
  adjust: Adjustment | null;
  cap: Cap | null;
  chronic: Chronic | null;
  flaw: Flaw | null;
}

/** What a version lacks to settle by a term. */
export type Flaw = "deductible" | "segment" | "adjust" | "ratio";

const tiers = ["3", "2", "1", "0"];

/** Every term of a version. `lineOf` takes paths inside the version. */
export function* versionTerms(
  version: PolicyVersion,
  scheme: Scheme,
  lineOf: (path: (string | number)[]) => number,
): Generator<Term> {
  const parts = new Parts(version, lineOf);
  const groups = groupsOf(scheme);
  for (const care of ["inpatient", "outpatient"] as const) {
    for (const group of groups) yield* parts.byRatio(care, care, group);
  }
  if (version.pharmacy === "outpatient_fund") {
    for (const group of groups) yield* parts.byRatio("pharmacy", "outpatient", group);
  } else {
    yield { ...NOTHING, care: "pharmacy", group: "", tier: "", filing: "" };
  }
  for (const group of groups) yield* parts.chronic(group);
}

const NOTHING = { paid: false, deductible: null, ratio: null, adjust: null, cap: null, chronic: null, flaw: null };

type SegmentRow = PolicyVersion["segments"][number];

class Parts {
  readonly #version: PolicyVersion;
  readonly #lineOf: (path: (string | number)[]) => number;
  readonly #made = new Map<string, unknown>();

  constructor(version: PolicyVersion, lineOf: (path: (string | number)[]) => number) {
    this.#version = version;
    this.#lineOf = lineOf;
  }

  /** Terms of care that goes through deductible and ratio: `care` paid by the rows of `as`. */
  *byRatio(care: CareGroup, as: "inpatient" | "outpatient", group: PersonGroup): Generator<Term> {
    const cap = this.#cap(as, group);
    for (const row of filingRows(this.#version, as)) {
      const adjust = this.#adjustment(row, as === "inpatient");
      for (const tier of tiers) {
        const deductible = this.#deductible(as, group, tier, row);
        const ratio = this.#segment(as, group, tier, row.adjust);
        const flaw = row.missing ? "adjust" : !deductible ? "deductible" : !ratio ? "segment" : null;
        yield {
          care,
          group,
          tier,
          filing: row.filing,
          paid: true,
          deductible,
          ratio,
          adjust,
          cap,
          chronic: null,
          flaw,
        };
      }
    }
  }

  *chronic(group: PersonGroup): Generator<Term> {
    const cap = this.#cap("chronic", group);
    for (const [at, held] of this.#version.chronic.entries()) {
      const line = this.#lineOf(["chronic", at]);
      const asInpatient = held.design === "AS_INPATIENT";
      const deductible = { mode: "ANNUAL", merged: "none", standards: [held.deductible], line };
      const chronic = this.#once(`chronic ${at}`, () => ({
        design: held.design,
        diseases: held.diseases,
        period: held.limit?.period ?? null,
        amount: held.limit?.amount ?? null,
        further: held.limit?.further_disease ?? held.limit?.amount ?? null,
        line,
      }));
      const shared = this.#once(`chronic deductible ${at}`, () => deductible);
      for (const row of filingRows(this.#version, "chronic")) {
        const adjust = this.#adjustment(row, false);
        for (const tier of tiers) {
          const own = held.ratio?.[group];
          const ratio = asInpatient
            ? this.#segment("inpatient", group, tier, row.adjust)
            : own === undefined
              ? null
              : this.#band(at, line, own, row.adjust);
          const flaw = row.missing ? "adjust" : ratio ? null : asInpatient ? "segment" : "ratio";
          const { filing } = row;
          yield {
            care: "chronic",
            group,
            tier,
            filing,
            paid: true,
            deductible: shared,
            ratio,
            adjust,
            cap,
            chronic,
            flaw,
          };
        }
      }
    }
  }

  /** The row that names the filing class stands before the general one; the tier used instead before the own. */
  #deductible(care: CareGroup, group: PersonGroup, tier: string, { class: filing, adjust }: FilingRow) {
    const rows = this.#version.deductibles
      .map((row, at) => ({ row, at }))
      .filter(({ row }) => counts(row, care, group));
    const names = (classes: readonly FilingClass[] | undefined) => filing !== null && classes?.includes(filing);
    for (const used of tiersUsed(tier, adjust)) {
      const found =
        rows.find(({ row }) => used in row.tiers && names(row.filing)) ??
        rows.find(({ row }) => used in row.tiers && row.filing === undefined);
      if (!found) continue;
      const { row, at } = found;
      return this.#once(`deductible ${at} ${used}`, () => ({
        mode: row.mode,
        merged: row.merged ?? "none",
        standards: row.tiers[used]!,
        line: this.#lineOf(["deductibles", at, "tiers", used]),
      }));
    }
    return null;
  }

  #segment(care: CareGroup, group: PersonGroup, tier: string, adjust: Adjust | null): Ratio | null {
    const rows = this.#version.segments.map((row, at) => ({ row, at })).filter(({ row }) => counts(row, care, group));
    for (const used of tiersUsed(tier, adjust)) {
      const found = rows.find(({ row }) => used in row.tiers);
      if (!found) continue;
      const { row, at } = found;
      return this.#once(`segment ${at} ${tier} ${used} ${JSON.stringify(adjust)}`, () => ({
        basis: row.basis,
        bands: bandsOf(row.tiers[used]!, adjust),
        home: shown(rows.find(({ row }) => tier in row.tiers)?.row, tier),
        line: this.#lineOf(["segments", at, "tiers", used]),
      }));
    }
    return null;
  }

  /** The one band of a chronic disease paid by a ratio of its own: points and factor apply, another tier does not. */
  #band(at: number, line: number, ratio: string, adjust: Adjust | null): Ratio {
    return this.#once(`chronic ratio ${at} ${ratio} ${JSON.stringify(adjust)}`, () => ({
      basis: "PER_SETTLEMENT",
      bands: bandsOf([["0", ratio]], adjust),
      home: ratio,
      line,
    }));
  }

  #adjustment(row: FilingRow, inpatient: boolean): Adjustment | null {
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

  #cap(care: CareGroup, group: PersonGroup): Cap | null {
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

  #once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key) as T;
  }
}

const counts = (row: { care: CareGroup[]; groups?: PersonGroup[] }, care: CareGroup, group: PersonGroup) =>
  row.care.includes(care) && (row.groups?.includes(group) ?? true);

/** Tiers whose row counts, best first. `tier_override: O` is the row of the own tier for care outside the province. */
function tiersUsed(tier: string, adjust: Adjust | null): string[] {
  if (!adjust || !("tier_override" in adjust)) return [tier];
  return [adjust.tier_override === "O" ? `O${tier}` : adjust.tier_override, tier];
}

function changeOf(adjust: Adjust): string | null {
  if ("points" in adjust) return adjust.points;
  if (adjust.mode === "FACTOR") return adjust.factor;
  return adjust.mode === "PRESELF" ? adjust.first_pay_ratio : null;
}

const shown = (row: SegmentRow | undefined, tier: string) =>
  (row?.tiers[tier] ?? []).map(([, ratio]) => ratio).join("/");
