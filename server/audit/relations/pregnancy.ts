import { raw } from "../../store/sql.ts";
import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/** ICD-10: pregnancy that goes on (O10–O48, Z33–Z36). What ended early (O00–O08) and birth itself (O60–O84) are left out: treatment then serves the mother alone. */
const expecting = "^(O[1-4][0-9]|Z3[3-6])$";
/** Childbed and care after birth. Whether the mother nurses no diagnosis says. */
const afterBirth = "^(O8[5-9]|O9[0-2]|Z39)$";

export default {
  name: "pregnancy",
  title: { zh: "妊娠与产后就诊", en: "Visits in pregnancy and after birth" },
  grain: {
    zh: "诊断说明妊娠或产后的一笔结算",
    en: "a claim whose diagnoses say that the patient is pregnant or has given birth",
  },
  key: ["claim_id"],
  speaks: [],
  like: ["claim"],
  own: {
    pregnant: { zh: "妊娠", en: "Pregnant", from: ["diagnosis.diagnosis_code"] },
    after_birth: { zh: "产后", en: "After birth", from: ["diagnosis.diagnosis_code"] },
  },
  register: () =>
    raw(`select claim_id, len(list_filter(categories, lambda each: regexp_matches(each, '${expecting}'))) > 0 as pregnant,
      len(list_filter(categories, lambda each: regexp_matches(each, '${afterBirth}'))) > 0 as after_birth
      from claim_diseases where pregnant or after_birth`),
  changed: withClaims(["claim_id"]),
} satisfies RelationFile;
