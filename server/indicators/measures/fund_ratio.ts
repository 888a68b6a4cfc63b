import type { QuotientMeasure } from "../measure.ts";

export default {
  id: "fund_ratio",
  kind: "quotient",
  quotient: "ratio",
  label: { zh: "基金支付比例", en: "Fund ratio" },
  unit: "ratio",
  digits: 6,
  numerator: { column: "fund_total", of: { route: ["direct"] } },
  denominator: { column: "total_cost", of: { route: ["direct"] } },
  population: {
    zh: "直接结算的有效就诊，冲销已抵，参保地口径",
    en: "valid encounters settled directly, reversals netted, amounts of the insured side",
  },
  formula: { zh: "Σ 基金支付总额 ÷ Σ 医疗费总额", en: "Σ fund total ÷ Σ total cost" },
  source: "design §8; 58.1 % of January–November 2021, domain §5.2",
  needs: [
    "settlement.fund_total",
    "settlement.total_cost",
    "settlement.encounter_id",
    "settlement.insured_area",
    "settlement.settled_at",
  ],
} satisfies QuotientMeasure;
