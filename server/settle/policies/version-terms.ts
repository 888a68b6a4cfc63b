import { groupsOf } from "../../../datasets/policies/flaws.ts";
import type { CareGroup, PersonGroup, PolicyVersion, Scheme } from "../../../datasets/policies/policy-schema.ts";
import { type Filing, filingRows } from "./filing-row.ts";
import { type Adjustment, type Cap, type Chronic, type Deductible, type Ratio, TermParts } from "./term-parts.ts";

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
  const parts = new TermParts(version, lineOf);
  const groups = groupsOf(scheme);
  for (const care of ["inpatient", "outpatient"] as const) {
    for (const group of groups) yield* paidByRatio(version, parts, care, care, group);
  }
  if (version.pharmacy === "outpatient_fund") {
    for (const group of groups) yield* paidByRatio(version, parts, "pharmacy", "outpatient", group);
  } else {
    yield { ...NOTHING, care: "pharmacy", group: "", tier: "", filing: "" };
  }
  for (const group of groups) yield* chronicTerms(version, parts, group);
}

const NOTHING = { paid: false, deductible: null, ratio: null, adjust: null, cap: null, chronic: null, flaw: null };

/** Terms of care that goes through deductible and ratio: `care` paid by the rows of `as`. */
function* paidByRatio(
  version: PolicyVersion,
  parts: TermParts,
  care: CareGroup,
  as: "inpatient" | "outpatient",
  group: PersonGroup,
): Generator<Term> {
  const cap = parts.cap(as, group);
  for (const row of filingRows(version, as)) {
    const adjust = parts.adjustment(row, as === "inpatient");
    for (const tier of tiers) {
      const deductible = parts.deductible(as, group, tier, row);
      const ratio = parts.segment(as, group, tier, row);
      const flaw = row.missing ? "adjust" : !deductible ? "deductible" : !ratio ? "segment" : null;
      const { filing } = row;
      yield { care, group, tier, filing, paid: true, deductible, ratio, adjust, cap, chronic: null, flaw };
    }
  }
}

function* chronicTerms(version: PolicyVersion, parts: TermParts, group: PersonGroup): Generator<Term> {
  const cap = parts.cap("chronic", group);
  for (const [at, { design, ratio: ratios }] of version.chronic.entries()) {
    const asInpatient = design === "AS_INPATIENT";
    const own = ratios?.[group];
    for (const row of filingRows(version, "chronic")) {
      const adjust = parts.adjustment(row, false);
      for (const tier of tiers) {
        const ratio = asInpatient
          ? parts.segment("inpatient", group, tier, row)
          : own === undefined
            ? null
            : parts.band(at, own, row);
        const flaw = row.missing ? "adjust" : ratio ? null : asInpatient ? "segment" : "ratio";
        const { filing } = row;
        yield { care: "chronic", group, tier, filing, paid: true, ...parts.chronic(at), ratio, adjust, cap, flaw };
      }
    }
  }
}
