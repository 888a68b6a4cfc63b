import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "claim_diagnosis",
  title: { zh: "就诊诊断", en: "Diagnosis of a visit" },
  grain: {
    zh: "有效就诊的一条清单诊断，与其结算连一次；两端都报时取参保端",
    en: "one listed diagnosis of a visit that counts, joined once to its claim; where both sides sent a list, the insured side's",
  },
  key: ["claim_id", "diagnosis_no"],
  speaks: ["diagnosis"],
  like: ["claim"],
  own: {
    category: { zh: "诊断三位码", en: "Three characters of the diagnosis", from: ["diagnosis.diagnosis_code"] },
  },
  subject: { columns: ["encounter_key", "diagnosis_code"] },
  day: "visit_begin",
  changed: withClaims(["claim_id", "visit_id", "person_id", "institution_code"]),
} satisfies RelationFile;
