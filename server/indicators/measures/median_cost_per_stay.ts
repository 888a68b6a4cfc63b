import type { QuantileMeasure } from "../measure.ts";

export default {
  id: "median_cost_per_stay",
  kind: "quantile",
  label: { zh: "次均住院费用中位数", en: "Median cost per stay" },
  unit: "yuan",
  digits: 2,
  quantile: "visit_cost",
  at: 0.5,
  of: { care_group: ["inpatient"] },
  population: {
    zh: "住院就诊，含直接与手工，冲销已抵，中途结算并入所属住院",
    en: "in-patient encounters, direct and manual, reversals netted, interim settlements with their stay",
  },
  formula: {
    zh: "住院费用由低到高排在中间的一次；次数为偶数时取较低者",
    en: "cost of the stay in the middle of all, ordered by cost; of an even number the lower one",
  },
  source: "design §8",
  needs: [
    "settlement.total_cost",
    "settlement.care_type",
    "settlement.encounter_id",
    "settlement.insured_area",
    "settlement.settled_at",
  ],
} satisfies QuantileMeasure;
