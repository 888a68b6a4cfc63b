import type { QuotientMeasure } from "../measure.ts";

export default {
  id: "cost_per_stay",
  kind: "quotient",
  quotient: "average",
  label: { zh: "次均住院费用", en: "Cost per stay" },
  unit: "yuan",
  digits: 2,
  numerator: { column: "total_cost", of: { care_group: ["inpatient"] } },
  denominator: { column: "stays" },
  population: {
    zh: "住院就诊，含直接与手工，冲销已抵，中途结算并为一次",
    en: "in-patient encounters, direct and manual, reversals netted, interim settlements as one",
  },
  formula: { zh: "Σ 住院医疗费总额 ÷ 住院人次", en: "Σ total cost of stays ÷ stays" },
  source: "design §8; 24,278 yuan of January–November 2021, domain §5.2",
  needs: [
    "settlement.total_cost",
    "settlement.care_type",
    "settlement.encounter_id",
    "settlement.insured_area",
    "settlement.settled_at",
  ],
} satisfies QuotientMeasure;
