import type { InsuredPlace } from "./random-person.ts";
import type { Trial } from "./trial.ts";

/** The same trial in another area under another name, so that several wordings of one policy can be tried in one run. */
export function moved({ policy, person }: Trial, name: string, { area, province }: InsuredPlace): Trial {
  const { province: _, ...rest } = policy;
  return {
    name,
    policy: { ...rest, area },
    person: {
      settlements: person.settlements.map((settlement) => ({
        ...settlement,
        claim_id: `${name}-${settlement.claim_id.slice(settlement.claim_id.lastIndexOf("-") + 1)}`,
        insured_city: area,
        insured_province: province,
        care_province: settlement.care_scope === "cross_province" ? settlement.care_province : province,
      })),
      openings: person.openings.map((opening) => ({ ...opening, insured_city: area })),
    },
  };
}
