import type { QuotientMeasure } from "../measure.ts";

export default {
  id: "days_per_stay",
  kind: "quotient",
  quotient: "average",
  label: { zh: "平均住院日", en: "Days per stay" },
  unit: "day",
  digits: 2,
  numerator: { column: "days" },
  denominator: { column: "dated_stays" },
  population: { zh: "有起止日期的住院就诊", en: "in-patient encounters with both dates in order" },
  formula: {
    zh: "Σ 住院日 ÷ 住院人次，住院日为出院日减入院日，当日出入院计 1 日",
    en: "Σ days ÷ stays; days are end − begin, a stay within one day counts 1",
  },
  source: "design §8",
  needs: [
    "settlement.begin_date",
    "settlement.end_date",
    "settlement.care_type",
    "settlement.encounter_id",
    "settlement.insured_area",
    "settlement.settled_at",
  ],
} satisfies QuotientMeasure;
