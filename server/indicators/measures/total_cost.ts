import type { AdditiveMeasure } from "../measure.ts";

export default {
  id: "total_cost",
  kind: "additive",
  label: { zh: "医疗费用", en: "Medical cost" },
  unit: "yuan",
  digits: 2,
  sum: { column: "total_cost" },
  population: {
    zh: "有有效结算的就诊，冲销已抵，中途结算并为一次，两端副本只计一次，补充报销不计",
    en: "encounters with a valid settlement: reversals netted, interim settlements as one, two-sided copies once, supplementary settlements left out",
  },
  formula: { zh: "Σ 医疗费总额", en: "Σ total cost" },
  source: "design §8; medfee_sumamt of domain §1.2",
  needs: ["settlement.total_cost", "settlement.encounter_id", "settlement.insured_area", "settlement.settled_at"],
} satisfies AdditiveMeasure;
