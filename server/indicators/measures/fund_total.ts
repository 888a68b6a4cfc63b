import type { AdditiveMeasure } from "../measure.ts";

export default {
  id: "fund_total",
  kind: "additive",
  label: { zh: "基金支付", en: "Fund paid" },
  unit: "yuan",
  digits: 2,
  sum: { column: "fund_total" },
  population: {
    zh: "有效结算，冲销已抵，参保地口径，含补充报销",
    en: "valid settlements, reversals netted, amounts of the insured side, supplementary ones included",
  },
  formula: { zh: "Σ 基金支付总额", en: "Σ fund total" },
  source: "design §8; fund_pay_sumamt of domain §1.2",
  needs: ["settlement.fund_total", "settlement.encounter_id", "settlement.insured_area", "settlement.settled_at"],
} satisfies AdditiveMeasure;
