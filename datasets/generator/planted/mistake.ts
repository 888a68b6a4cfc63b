import type { FilingClass } from "./records.ts";

/** Recorded amounts, in fen, that a mistake can be off by. */
export type Amount =
  | "full_self_pay"
  | "deductible_paid"
  | "basic_fund"
  | "serious_illness_fund"
  | "large_amount_fund"
  | "civil_servant_fund"
  | "medical_aid_fund"
  | "fund"
  | "personal_share";

/** How the system that settled a visit erred; what it does not name was done as the policy says. Lines err by themselves: see `Good.recorded`. */
export interface Mistake {
  /** Another row of the policy: of another filing class, tier (0 to 3, as policies count) or group of persons. */
  filing?: FilingClass;
  tier?: number;
  group?: string;
  /** Whom the supplementary layers took the person for. */
  aidClass?: string;
  civilServant?: boolean;
  /** No supplementary layer was asked. */
  withoutLayers?: true;
  /** What the year was taken to hold before it: admissions, and fen of the basic fund. Only of the last stay that a story has in a year. */
  before?: { admissions: number; basicFund: number };
  /** Nothing of the year's ceiling counted as spent; all else of the year stands. */
  ceilingUnspent?: true;
  /** Fen beside what comes of all that. Nothing that follows is reckoned from it but the sums. */
  off?: Partial<Record<Amount, number>>;
}
