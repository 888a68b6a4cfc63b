import {
  aidClasses,
  type CareGroup,
  type PolicyVersion,
  type Scheme,
} from "../../../datasets/policies/policy-schema.ts";
import type { Dice } from "./dice.ts";
import { randomBands } from "./random-bands.ts";

type Layer = PolicyVersion["layers"][number];

/** Any of the four layers: a general row, rows for aid classes, both or none. */
export function randomLayers(dice: Dice, scheme: Scheme): Layer[] {
  const names = (["serious_illness", "large_amount", "civil_servant", "medical_aid"] as const).filter(
    (name) => dice.chance(0.6) && (name !== "civil_servant" || scheme === "310"),
  );
  return names.flatMap((name) => {
    const general = dice.chance(name === "medical_aid" ? 0.3 : 0.8) ? [row(dice, name)] : [];
    if (name === "civil_servant" || dice.chance(0.4)) return general;
    const [first, ...others] = aidClasses.filter(() => dice.chance(0.6));
    if (first === undefined) return general;
    const together = others.length > 0 && dice.chance(0.5);
    const persons = together ? [[first, ...others]] : [first, ...others].map((each) => [each]);
    return [...general, ...persons.map((persons) => ({ ...row(dice, name), persons }))];
  });
}

function row(dice: Dice, layer: Layer["layer"]): Layer {
  const includes = (["deductible", "over_cap", "first_pay"] as const).filter(() => dice.chance(0.5));
  return {
    layer,
    basis: dice.one(["OVER_CAP", "OWN_SHARE", "OWN_SHARE_YEAR", "OWN_SHARE_YEAR"] as const),
    ...(includes.length > 0 ? { includes } : {}),
    ...(dice.chance(0.3) ? { care: dice.some<CareGroup>(["inpatient", "outpatient", "chronic"]) } : {}),
    bands: randomBands(dice, dice.one(["0", "0", dice.amount(4000)])),
    ...(dice.chance(0.5) ? { cap: dice.amount(6000) } : {}),
  };
}
