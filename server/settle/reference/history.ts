import type { CareGroup, PolicyVersion } from "../../../datasets/policies/policy-schema.ts";
import type { LayerName } from "./layers.ts";
import { Rational, total } from "./rational.ts";
import type { Opening, Settlement } from "./records.ts";

/** An earlier settlement of the benefit year with the amounts it counts with: as recorded, or as due. */
export interface Past {
  settlement: Settlement;
  /** What it counts as; null: paid from the personal account, in no pool. */
  care: PoolCare | null;
  /** The day whose quarter and month count. */
  day: string;
  /** Admission number; 1 for out-patients. */
  admission: number;
  inScope: Rational;
  deductible: Rational;
  basic: Rational;
  layers: Record<LayerName, Rational>;
  /** Own share under each layer of its own policy; 0 where that has none for this care. */
  shares: Record<LayerName, Rational>;
}

export type PoolCare = Exclude<CareGroup, "pharmacy">;

/** Pharmacies count as out-patients where the pooled fund pays them, and else as nothing. */
export function poolCare(
  { care_group }: Pick<Settlement, "care_group">,
  version: PolicyVersion | null,
): PoolCare | null {
  if (care_group !== "pharmacy") return care_group;
  return version?.pharmacy === "outpatient_fund" ? "outpatient" : null;
}

/**
 * What came before one settlement in its benefit year: settlements in the order they were settled, and what the insured area states as of a day. The statement stands
 * for in-patient and chronic care settled up to that day, in sums; where a rule asks for a quarter, an institution, a disease or a visit, the settlements
 * of the whole year are asked.
 */
export class History {
  readonly past: readonly Past[];
  readonly opening: Opening | null;

  constructor(past: readonly Past[], opening: Opening | null) {
    this.past = past;
    this.opening = opening;
  }

  /** A sum over care groups (`any`: whatever was paid for): of the statement where it stands for one of them, and of what it does not hold. */
  sum(
    care: readonly CareGroup[] | "any",
    amount: (past: Past) => Rational,
    stated: (opening: Opening) => Rational,
  ): Rational {
    const { opening } = this;
    const asked = (group: CareGroup | null) => care === "any" || (group !== null && care.includes(group));
    const counted = this.past.filter((past) => asked(past.care) && !this.states(past));
    const held = opening !== null && (asked("inpatient") || asked("chronic"));
    return total(counted.map(amount)).plus(held ? stated(opening) : Rational.zero);
  }

  /** Whether the statement holds this settlement. */
  states({ settlement }: Past): boolean {
    const stated = settlement.care_group === "inpatient" || settlement.care_group === "chronic";
    return this.opening !== null && stated && settlement.settled_at.slice(0, 10) <= this.opening.as_of;
  }
}
