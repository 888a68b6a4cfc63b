import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import { catalogueOf } from "../reference/catalogue-of.ts";
import type { Due, Outcome, Settlement } from "../reference/records.ts";
import { settle } from "../reference.ts";
import type { Dice } from "./dice.ts";
import { classOf, type ErrorKind, errorKinds, firstStep, type Mistaken, paidTheRest } from "./errors.ts";
import { paidAs, paidOnAfter } from "./paid.ts";
import type { Trial } from "./trial.ts";

/** A year that was paid as it should have been but for one settlement. */
export interface ErringTrial {
  trial: Trial;
  kind: string;
  /** The settlement with the error, and the class it must show as. */
  claim_id: string;
  shows: string;
}

/**
 * A correctly paid year once for each kind of error that shows in it by more than a yuan, made in one of its settlements; what was settled after it goes on
 * from what then stood in the record.
 */
export function* erringTrials(dice: Dice, paid: Trial, catalogue: Catalogue): Generator<ErringTrial> {
  const charges = catalogueOf(catalogue);
  const due = settle(paid.person, [paid.policy], charges, "record");
  for (const [at, kind] of errorKinds.entries()) {
    const mistaken: Mistaken = {
      policy: paid.policy,
      catalogue: charges,
      believes: (settlement) => settlement,
      ...kind.mistaken(dice, paid, catalogue),
    };
    const chances = wrongly(paid, due, kind, mistaken);
    if (chances.length === 0) continue;
    const { claim_id, wrong, shows } = dice.one(chances);
    const erring = changed(paid, claim_id, (settlement) => entered(settlement, wrong, mistaken));
    const remaining = paidTheRest(wrong) ? new Map([[claim_id, String(wrong.cap_left)]]) : new Map<string, string>();
    yield named(`${paid.name}e${at}`, {
      trial: { ...paidOnAfter(erring, claim_id, charges), remaining },
      kind: kind.name,
      claim_id,
      shows,
    });
  }
  const { claim_id } = dice.one(paid.person.settlements);
  const misadded = changed(paid, claim_id, (settlement) => ({
    ...settlement,
    lines: [],
    recorded: { ...settlement.recorded, over_limit: (Number(settlement.recorded.over_limit) + 5).toFixed(2) },
  }));
  yield named(`${paid.name}id`, { trial: misadded, kind: "parts", claim_id, shows: "RS-ID" });
}

/** Settlements in which a mistake shows, and what would be paid by it. */
function wrongly(paid: Trial, due: readonly Outcome[], kind: ErrorKind, { policy, catalogue, believes }: Mistaken) {
  const person = { ...paid.person, settlements: paid.person.settlements.map(believes) };
  const outcomes = new Map(settle(person, [policy], catalogue, "record").map((each) => [each.claim_id, each]));
  return due.flatMap((each) => {
    const wrong = outcomes.get(each.claim_id)!;
    if (each.cannot !== null || wrong.cannot !== null) return [];
    const first = firstStep(each, wrong);
    if (!first || first.apart <= 1 || kind.is?.(first.step, each, wrong) === false) return [];
    return [{ claim_id: each.claim_id, wrong, shows: kind.shows ?? classOf(first.step, each) }];
  });
}

/** The amounts of a mistake on a settlement as it was. */
function entered(settlement: Settlement, wrong: Due, mistaken: Mistaken): Settlement {
  const { recorded, lines } = paidAs(mistaken.believes(settlement), wrong, mistaken);
  const asBefore = (i: number) => settlement.lines[i]!.hospital_approved;
  return { ...settlement, recorded, lines: lines.map((line, i) => ({ ...line, hospital_approved: asBefore(i) })) };
}

function changed(trial: Trial, claim_id: string, change: (settlement: Settlement) => Settlement): Trial {
  const settlements = trial.person.settlements.map((each) => (each.claim_id === claim_id ? change(each) : each));
  return { ...trial, person: { ...trial.person, settlements } };
}

/** Under a name of its own, so that the same year can be tried many times over. */
function named(name: string, { trial, claim_id, ...rest }: ErringTrial): ErringTrial {
  const own = (claim: string) => `${name}-${claim.slice(claim.lastIndexOf("-") + 1)}`;
  const settlements = trial.person.settlements.map((each) => ({ ...each, claim_id: own(each.claim_id) }));
  const remaining = new Map([...(trial.remaining ?? [])].map(([claim, yuan]) => [own(claim), yuan]));
  return {
    ...rest,
    claim_id: own(claim_id),
    trial: { ...trial, name, person: { ...trial.person, settlements }, remaining },
  };
}
