import type { Care } from "../populations.ts";
import { halfUp, type Line } from "./bill.ts";
import type { Person, Visit } from "./records.ts";
import { dayOfMinute, yearOf } from "./times.ts";
import type { World } from "./world.ts";

/** A settlement's amounts in fen; they keep the identities of the domain note, §1.11. */
export interface Amounts {
  total: number;
  full_self_pay: number;
  over_limit: number;
  first_pay: number;
  in_scope: number;
  deductible_standard: number;
  deductible_due: number;
  deductible_paid: number;
  ratio: number;
  basic_fund: number;
  large_amount_fund: number;
  serious_illness_fund: number;
  fund: number;
  personal_share: number;
  account_paid: number;
  family_account_paid: number;
  account_balance: number;
  remaining_limit: number;
}

interface Used {
  admissions: number;
  stays: number;
  others: number;
}

/** Settles the visits of everybody in the order of their settlement: admissions and ceilings count over a benefit year, which is the calendar year. */
export class Settlements {
  readonly #world: World;
  readonly #used = new Map<string, Used>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Visits have to come in the order of their settlement. */
  settle(visit: Visit, lines: readonly Line[]): Amounts {
    const { person, care } = visit;
    const used = this.#usedBy(person, yearOf(dayOfMinute(visit.settled)));
    const sum = (part: (line: Line) => number) => lines.reduce((total, line) => total + part(line), 0);
    const inScope = sum(({ inScope }) => inScope);
    const total = sum(({ amount }) => amount);
    const { ratio, standard, ceiling } = this.#terms(visit);
    if (care === "inpatient") used.admissions += 1;
    const due = care === "inpatient" && used.admissions > 1 ? Math.floor(standard / 2) : standard;
    const deductible = visit.familyAccount ? 0 : Math.min(due, inScope);
    const pooled = care === "inpatient" || care === "chronic";
    const remaining = Math.max(0, ceiling - (pooled ? used.stays : used.others));
    const calculated = halfUp(inScope - deductible, ratio / 10_000);
    const basic = Math.min(calculated, remaining);
    const large = pooled && person.scheme === "310" ? Math.floor(((calculated - basic) * 85) / 100) : 0;
    const serious =
      pooled && person.scheme === "390" ? Math.floor((Math.max(inScope - basic - 1_500_000, 0) * 60) / 100) : 0;
    if (!visit.takenBack) used[pooled ? "stays" : "others"] += basic;
    const fund = basic + large + serious;
    const share = total - fund;
    const family = visit.familyAccount ? share : Math.min(visit.familyShare, share);
    const purse = person.scheme === "310" ? 20_000 + (person.number % 97) * 1500 : 0;
    const account =
      visit.route === "direct" && care !== "inpatient" ? Math.min(purse, Math.floor((share - family) / 2)) : 0;
    return {
      total,
      full_self_pay: sum(({ fullSelfPay }) => fullSelfPay),
      over_limit: sum(({ overLimit }) => overLimit),
      first_pay: sum(({ firstPay }) => firstPay),
      in_scope: inScope,
      deductible_standard: standard,
      deductible_due: due,
      deductible_paid: deductible,
      ratio,
      basic_fund: basic,
      large_amount_fund: large,
      serious_illness_fund: serious,
      fund,
      personal_share: share,
      account_paid: account,
      family_account_paid: family,
      account_balance: purse - account,
      remaining_limit: remaining,
    };
  }

  #terms({ person, care, place, filingClass }: Visit) {
    const benefit = this.#world.benefit(care, person.scheme, person.group);
    const points = this.#world.points(filingClass, person.home);
    return {
      ratio: 100 * (benefit.ratio[place.tier - 1]! + points),
      standard: 100 * benefit.deductible[place.tier - 1]!,
      ceiling: 100 * benefit.ceiling,
    };
  }

  #usedBy(person: Person, year: number): Used {
    const key = `${person.number} ${year}`;
    const used = this.#used.get(key) ?? { admissions: 0, stays: 0, others: 0 };
    this.#used.set(key, used);
    return used;
  }
}

/** Yuan a year the fund pays for out-patients and pharmacies together. */
export function outpatientCeiling(world: World, person: Person, care: Care = "pharmacy"): number {
  return world.benefit(care, person.scheme, person.group).ceiling;
}
