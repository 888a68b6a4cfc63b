import type { AdditiveMeasure } from "../measure.ts";

export default {
  id: "settlements",
  kind: "additive",
  label: { zh: "结算笔数", en: "Settlements" },
  unit: "settlement",
  digits: 0,
  sum: { column: "settlements" },
  population: {
    zh: "有效结算，冲销已抵，两端副本只计一次，含补充报销",
    en: "valid settlements: reversals netted, two-sided copies once, supplementary ones included",
  },
  formula: { zh: "结算数", en: "number of settlements" },
  source: "design §8",
  needs: ["settlement.encounter_id", "settlement.insured_area", "settlement.settled_at"],
} satisfies AdditiveMeasure;
