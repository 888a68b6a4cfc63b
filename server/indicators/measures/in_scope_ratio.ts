import type { QuotientMeasure } from "../measure.ts";

export default {
  id: "in_scope_ratio",
  kind: "quotient",
  quotient: "ratio",
  label: { zh: "政策范围内费用占比", en: "In-scope share of cost" },
  unit: "ratio",
  digits: 6,
  numerator: { column: "in_scope" },
  denominator: { column: "in_scope_cost" },
  population: { zh: "提供了符合政策范围金额的有效就诊", en: "valid encounters whose in-scope amount is supplied" },
  formula: { zh: "Σ 符合政策范围金额 ÷ Σ 医疗费总额", en: "Σ in scope ÷ Σ total cost" },
  source: "domain §5.2; not the fund ratio",
  needs: [
    "settlement.in_scope",
    "settlement.total_cost",
    "settlement.encounter_id",
    "settlement.insured_area",
    "settlement.settled_at",
  ],
} satisfies QuotientMeasure;
