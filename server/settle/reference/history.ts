import type { CareGroup } from "../../../datasets/policies/policy-schema.ts";
import type { LayerName } from "./layers.ts";
import { Rational, total } from "./rational.ts";
import type { Opening, Settlement } from "./records.ts";

/** An earlier settlement of the benefit year with the amounts it counts with: as recorded, or as due. */
export interface Past {
  settlement: Settlement;
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

/** Pharmacies count as out-patients. */
export const poolCare = ({ care_group }: Settlement) => (care_group === "pharmacy" ? "outpatient" : care_group);

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

  /** A sum over care groups: of the statement where it stands for one of them, and of what it does not hold. */
  sum(care: readonly CareGroup[], amount: (past: Past) => Rational, stated: (opening: Opening) => Rational): Rational {
    const { opening } = this;
    const counted = this.past.filter((past) => care.includes(poolCare(past.settlement)) && !this.states(past));
    const held = opening !== null && (care.includes("inpatient") || care.includes("chronic"));
    return total(counted.map(amount)).plus(held ? stated(opening) : Rational.zero);
  }

  /** Whether the statement holds this settlement. */
  states({ settlement }: Past): boolean {
    const stated = settlement.care_group === "inpatient" || settlement.care_group === "chronic";
    return this.opening !== null && stated && settlement.settled_at.slice(0, 10) <= this.opening.as_of;
  }
}
