import type { QuotientMeasure } from "../measure.ts";

export default {
  id: "reduced_advance",
  kind: "quotient",
  quotient: "average",
  label: { zh: "人均减少垫付", en: "Advance saved per visit" },
  unit: "yuan",
  digits: 2,
  numerator: { column: "fund_total", of: { route: ["direct"] } },
  denominator: { column: "visits", of: { route: ["direct"] } },
  population: {
    zh: "直接结算的有效就诊，冲销已抵，参保地口径",
    en: "valid encounters settled directly, reversals netted, amounts of the insured side",
  },
  formula: { zh: "Σ 基金支付总额 ÷ 人次", en: "Σ fund total ÷ visits" },
  source: "design §8; 1.41 万元 of January–November 2021, domain §5.2",
  needs: ["settlement.fund_total", "settlement.encounter_id", "settlement.insured_area", "settlement.settled_at"],
} satisfies QuotientMeasure;
