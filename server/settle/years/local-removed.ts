import { careGroups } from "../../../datasets/policies/policy-schema.ts";
import type { CatalogueOf } from "../reference/records.ts";
import { settle } from "../reference.ts";
import type { Dice } from "./dice.ts";
import { paidAsDue } from "./paid.ts";
import type { Trial } from "./trial.ts";

/**
 * What is left of correctly paid years where only care elsewhere was loaded: settlements of the insured place are gone (sometimes those of the province
 * as well), and nobody declared the data complete; or they are gone of some kinds of care only, and the others are declared. Some records say what was left under the ceiling. Null where nothing is left.
 */
export function localRemoved(dice: Dice, trial: Trial, catalogue: CatalogueOf): Trial | null {
  const paid = paidAsDue(trial, catalogue);
  const gone = dice.one([["local"], ["local", "within_province"]]);
  const declared = dice.chance(0.5) ? [] : careGroups.filter(() => dice.chance(0.6));
  const settlements = paid.person.settlements.filter(
    ({ care_scope, care_group }) => declared.includes(care_group) || !gone.includes(care_scope),
  );
  if (settlements.length === 0) return null;
  const stated = dice.chance(0.3) ? ceilingsLeft(paid, catalogue) : new Map<string, string>();
  return { ...paid, person: { ...paid.person, settlements }, declared, remaining: stated };
}

/** By claim: what was left before it of a ceiling on what the fund pays. */
function ceilingsLeft({ person, policy }: Trial, catalogue: CatalogueOf): Map<string, string> {
  const outcomes = settle(person, [policy], catalogue, "record");
  return new Map(
    outcomes.flatMap((outcome) =>
      outcome.cannot === null && outcome.cap_left !== null ? [[outcome.claim_id, String(outcome.cap_left)]] : [],
    ),
  );
}
