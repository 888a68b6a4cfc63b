import { standingOf } from "../../../settle/reference/standing.ts";
import { settledOrder } from "../../../settle/reference/stays.ts";
import type { Dice } from "../../../settle/years/dice.ts";
import type { Trial } from "../../../settle/years/trial.ts";

/** The year with its last settlement paid otherwise than due, and that settlement; null where it cannot be judged or nothing was paid for it. */
export function withLastWrong(dice: Dice, trial: Trial): { trial: Trial; erring: string } | null {
  const last = trial.person.settlements.reduce((a, b) => (settledOrder(a) < settledOrder(b) ? b : a));
  const paid = Math.round(Number(last.recorded.basic_fund) * 100);
  if (standingOf(last, [trial.policy]).cannot !== null || paid < 2) return null;
  const basic_fund = (Math.floor(paid * dice.one([0.3, 0.5, 0.9])) / 100).toFixed(2);
  const settlements = trial.person.settlements.map((each) =>
    each === last ? { ...each, recorded: { ...each.recorded, basic_fund } } : each,
  );
  return { trial: { ...trial, person: { ...trial.person, settlements } }, erring: last.claim_id };
}
