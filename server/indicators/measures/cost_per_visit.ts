import type { QuotientMeasure } from "../measure.ts";

export default {
  id: "cost_per_visit",
  kind: "quotient",
  quotient: "average",
  label: { zh: "次均费用", en: "Cost per visit" },
  unit: "yuan",
  digits: 2,
  numerator: { column: "total_cost" },
  denominator: { column: "visits" },
  population: {
    zh: "有有效结算的就诊，冲销已抵，中途结算并为一次，两端副本只计一次，补充报销不计",
    en: "encounters with a valid settlement: reversals netted, interim settlements as one, two-sided copies once, supplementary settlements left out",
  },
  formula: { zh: "Σ 医疗费总额 ÷ 人次", en: "Σ total cost ÷ visits" },
  source: "design §8",
  needs: ["settlement.total_cost", "settlement.encounter_id", "settlement.insured_area", "settlement.settled_at"],
} satisfies QuotientMeasure;
