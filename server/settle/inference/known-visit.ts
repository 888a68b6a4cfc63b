/** How settlements are drawn. */
export interface Drawn {
  /** Settlements of each kind of person, tier and filing class, in-patients. */
  stays: number;
  /** The same of out-patients. */
  visits: number;
  /** The same for each row of chronic diseases, at tiers that are neither sparse nor unclear. */
  chronic?: number;
  /** Kinds with fewer, so that they must be left over. */
  sparse: { tier: string; rows: number };
  /** A tier whose payments follow nothing, so that it must not be guessed. */
  unclear: string;
  /** The part of settlements paid wrongly, by a part of the amount. */
  wrong: number;
  /** Whether the record names deductibles. */
  named: boolean;
}

/** A settlement as it is drawn; money in fen. */
export interface PaidVisit {
  person: number;
  /** Which of the person, from 1. */
  visit: number;
  in_scope: number;
  /** Extra first-pay, beside what is in scope. */
  extra: number;
  standard: number;
  deductible: number;
  due: number;
  paid: number;
  disease: string | null;
}

/** What is paid of an amount due: a part of it now and then. */
export const paidOf = (due: number, random: () => number, { wrong }: Drawn): number =>
  random() < wrong ? Math.round(due * (0.5 + random() / 2)) : due;
