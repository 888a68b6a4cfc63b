import type { Label } from "../../store/dictionary.ts";

/** Words that rule files choose from, with how people read them. Sources: domain note §3.1, §3.2, §3.5, §4.3. */
export const categories = {
  policy: { zh: "政策类", en: "Policy" },
  management: { zh: "管理类", en: "Management" },
  medical: { zh: "医疗类", en: "Medical" },
  cross_province: { zh: "跨省类", en: "Cross-province" },
  resettlement: { zh: "重新结算类", en: "Re-settlement" },
  indicator: { zh: "指标类", en: "Indicator" },
} as const satisfies Record<string, Label>;

/** The item types of the self-check lists of 2025. */
export const violationTypes = {
  induced_care: { zh: "诱导就医", en: "Induced care" },
  sham_care: { zh: "虚假就医", en: "Sham care" },
  fabricated_service: { zh: "虚构医药服务项目", en: "Fabricated service" },
  forged_record: { zh: "伪造变造资料", en: "Forged records" },
  duplicate_charge: { zh: "重复收费", en: "Duplicate charge" },
  overcharge: { zh: "超标准收费", en: "Charge above the standard" },
  split_charge: { zh: "分解收费", en: "Split charge" },
  swapped_item: { zh: "串换项目", en: "Swapped item" },
  excessive_examination: { zh: "过度检查", en: "Excessive examination" },
  excessive_treatment: { zh: "过度诊疗", en: "Excessive treatment" },
  out_of_scope: { zh: "将不属于支付范围的费用纳入结算", en: "Settled although out of scope" },
  shifted_cost: { zh: "转嫁费用", en: "Cost shifted to patients" },
  none: { zh: "无", en: "None" },
} as const satisfies Record<string, Label>;

export const threeFakes = {
  patient: { zh: "假病人", en: "Fake patient" },
  condition: { zh: "假病情", en: "Fake condition" },
  receipt: { zh: "假票据", en: "Fake receipt" },
  none: { zh: "无", en: "None" },
} as const satisfies Record<string, Label>;

export const results = {
  violation: { zh: "明确违规", en: "Violation" },
  suspected: { zh: "可疑", en: "Suspected" },
  indicator: { zh: "指标", en: "Indicator" },
} as const satisfies Record<string, Label>;

export const statuses = ["draft", "shadow", "active", "retired"] as const;
export const scenes = ["inpatient", "outpatient", "chronic", "pharmacy", "internet", "elsewhere"] as const;
export const stages = ["before", "during", "after"] as const;
export const units = ["line", "settlement", "person", "institution", "pair", "group"] as const;
export const responsibles = [
  "institution",
  "person",
  "insured agency",
  "care agency",
  "policy data",
  "record",
] as const;
export const investigators = ["care", "insured", "both"] as const;
export const implications = ["lines", "settlement", "difference", "none"] as const;
export const parameterUnits = [
  "yuan",
  "days",
  "nights",
  "hours",
  "months",
  "years",
  "times",
  "persons",
  "institutions",
  "provinces",
  "km",
  "grams",
  "kinds",
  "ratio",
] as const;
export const confidences = ["official", "recalled", "illustrative"] as const;

/** 自建: a rule of ours; 官方: one of the official classes. */
export const originLabel = (official: boolean): Label =>
  official ? { zh: "官方", en: "official" } : { zh: "自建", en: "ours" };
