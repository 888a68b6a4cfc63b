import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

const due = { zh: "应付", en: "due" };

export default {
  name: "resettlement",
  title: { zh: "重新结算", en: "Re-settlement" },
  grain: { zh: "一笔结算重新结算的结果", en: "what the funds should have paid for one claim, beside what they paid" },
  key: ["claim_id"],
  speaks: [],
  like: ["claim"],
  own: {
    policy_id: { zh: "政策", en: "Policy" },
    cannot: { zh: "不能判断的原因", en: "Why it cannot be judged" },
    judged: { zh: "判断程度", en: "How far it is judged" },
    difference_class: { zh: "差异类别", en: "Difference class" },
    materiality: { zh: "差异大小", en: "Materiality" },
    fund_difference: { zh: "基金多付", en: "Fund paid too much", unit: "yuan" },
    largest_difference: { zh: "最大一项差额", en: "Largest difference", unit: "yuan" },
    responsible: { zh: "责任方", en: "Responsible" },
    explaining: { zh: "可解释的改动", en: "Explaining change" },
    policy_defect: { zh: "政策文件存疑", en: "The policy file is in question" },
    broken_identity: { zh: "不成立的恒等关系", en: "Identity that does not hold" },
    fund_due: { zh: `基金${due.zh}`, en: `Fund ${due.en}`, unit: "yuan" },
    filing: { zh: "结算所依备案类别", en: "Filing class it was settled by" },
    person_group: { zh: "人员组", en: "Person group" },
  },
  subject: { through: ["encounter_key", "begin_date"], columns: [] },
  changed: withClaims(["claim_id", "person_id"], "resettlement"),
} satisfies RelationFile;
