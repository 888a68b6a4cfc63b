import type { QuotientMeasure } from "../measure.ts";

export default {
  id: "direct_rate",
  kind: "quotient",
  quotient: "ratio",
  label: { zh: "跨省住院直接结算率", en: "Direct-settlement rate of cross-province stays" },
  unit: "ratio",
  digits: 6,
  numerator: { column: "stays", of: { care_scope: ["cross_province"], route: ["direct"] } },
  denominator: { column: "stays", of: { care_scope: ["cross_province"] } },
  period: "discharge",
  matures: {
    days: 180,
    why: {
      zh: "手工报销在出院后陆续到达，到期前比例偏高",
      en: "claims by hand arrive after discharge; until then the rate is too high",
    },
  },
  population: {
    zh: "跨省住院就诊，按出院月份，含直接与手工，冲销已抵",
    en: "cross-province in-patient encounters by month of discharge, direct and manual, reversals netted",
  },
  formula: { zh: "直接结算住院人次 ÷ 全部跨省住院人次", en: "stays settled directly ÷ all cross-province stays" },
  source: "design §8; 180 days are ours, the rules for manual claims differ by area",
  needs: [
    "settlement.settlement_type",
    "settlement.care_type",
    "settlement.end_date",
    "settlement.encounter_id",
    "settlement.insured_area",
    "settlement.settled_at",
  ],
} satisfies QuotientMeasure;
