import type { PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { Term } from "../policies/version-terms.ts";
import type { Evidence } from "./evidence.ts";

/** A row of a known policy that settlements are behind. */
export interface Use {
  /** The kind of person, place and filing with the most of them. */
  name: string;
  rows: number;
  /** Which standard or band of its row. */
  at: number;
  /** The kinds of person and filing that use it, those with the most settlements first. */
  keys: string[];
}

/** Kinds of care, person, place and filing: `inpatient active 3 HOME`. */
export const termKey = (
  { care_group, person_group, tier, filing }: Evidence,
  { returning_home, emergency }: PolicyVersion,
): string => {
  const flagged = emergency === "as_filed" ? "TMP_EMERG" : "NONE";
  const named = filing === "FLAGGED" ? flagged : filing;
  return [care_group, person_group, tier, named === "RETURN" && returning_home === "full" ? "HOME" : named].join(" ");
};

/** Counts the settlements behind each row of in-patients, out-patients and pharmacies. */
export class Uses {
  readonly #deductibles = new Counter();
  readonly #bands = new Counter();
  readonly #ceilings = new Counter();
  readonly #classes = new Map<string, number>();

  add(claim: Evidence, { care, group, filing, deductible, ratio, cap }: Term, key: string): void {
    const as = care === "pharmacy" ? "outpatient" : care;
    const last = deductible!.standards.length - 1;
    const at = Math.min(as === "inpatient" ? claim.admission - 1 : 0, last);
    this.#deductibles.add(`${deductible!.line} ${group} ${at}`, `${key} #${at + 1}`, key, at);
    for (const [i, { low }] of ratio!.bands.entries()) {
      if (claim.in_scope > claim.deductible_paid && claim.in_scope / 100 > Number(low))
        this.#bands.add(`${ratio!.line} ${group} ${i}`, `${key} from ${Number(low)}`, key, i);
    }
    if (cap && isShown(claim, cap)) this.#ceilings.add(`${cap.line} ${group}`, key, key, 0);
    if (filing === "" || filing === "HOME" || filing === "RETURN" || as !== "inpatient") return;
    this.#classes.set(filing, (this.#classes.get(filing) ?? 0) + 1);
  }

  deductibles = () => this.#deductibles.uses();
  bands = () => this.#bands.uses();
  ceilings = () => this.#ceilings.uses();
  adjustments = () => [...this.#classes].map(([name, rows]) => ({ name, rows }));
}

/** A settlement shows a ceiling if it names what is left of it, or if it was cut by it. */
function isShown(claim: Evidence, cap: NonNullable<Term["cap"]>): boolean {
  if (cap.basis === "FUND" && claim.remaining_limit !== null) return true;
  const pools = (["inpatient", "chronic", "outpatient"] as const).filter((care) => cap[care]);
  const before = (what: "fund" | "in_scope") => pools.reduce((sum, care) => sum + claim[`${care}_${what}`], 0);
  const amount = 100 * Number(cap.amount);
  return cap.basis === "FUND"
    ? before("fund") + claim.basic_fund >= amount
    : before("in_scope") + claim.in_scope > amount;
}

class Counter {
  readonly #found = new Map<string, { name: string; rows: number; at: number; by: Map<string, number> }>();

  add(id: string, name: string, key: string, at: number): void {
    const use = this.#found.get(id) ?? { name, rows: 0, at, by: new Map<string, number>() };
    use.rows++;
    use.by.set(key, (use.by.get(key) ?? 0) + 1);
    this.#found.set(id, use);
  }

  uses(): Use[] {
    return [...this.#found.values()].map(({ name, rows, at, by }) => {
      const keys = [...by].sort(([, a], [, b]) => b - a).map(([key]) => key);
      return { name, rows, at, keys };
    });
  }
}
