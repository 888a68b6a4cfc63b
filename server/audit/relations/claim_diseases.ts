import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "claim_diseases",
  title: { zh: "就诊的全部疾病", en: "Diseases of a visit" },
  grain: {
    zh: "一笔结算所属就诊的全部诊断合在一起，含主要诊断",
    en: "all diagnoses of the visit a claim belongs to, taken together, the main one included",
  },
  key: ["claim_id"],
  speaks: [],
  like: ["claim"],
  own: {
    codes: { zh: "诊断编码", en: "Codes of the diagnoses" },
    categories: { zh: "诊断三位码", en: "Three characters of the diagnoses" },
    mains: {
      zh: "主要诊断条数",
      en: "Main diagnoses",
      unit: "diagnoses",
      from: ["diagnosis.main", "diagnosis.diagnosis_type"],
    },
    supplied: { zh: "已提供诊断清单", en: "A list of diagnoses was supplied", from: ["diagnosis.diagnosis_code"] },
  },
  changed: withClaims(["claim_id"]),
} satisfies RelationFile;
