import type { AdditiveMeasure } from "../measure.ts";

export default {
  id: "visits",
  kind: "additive",
  label: { zh: "人次", en: "Visits" },
  unit: "visit",
  digits: 0,
  sum: { column: "visits" },
  population: {
    zh: "有有效结算的就诊，冲销已抵，中途结算并为一次，两端副本只计一次，补充报销不计",
    en: "encounters with a valid settlement: reversals netted, interim settlements as one, two-sided copies once, supplementary settlements left out",
  },
  formula: { zh: "就诊数", en: "number of encounters" },
  source: "design §8; national bulletins count settlements instead, see settlements",
  needs: ["settlement.encounter_id", "settlement.insured_area", "settlement.settled_at"],
} satisfies AdditiveMeasure;
