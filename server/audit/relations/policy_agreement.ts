import type { RelationFile } from "../relation.ts";

export default {
  name: "policy_agreement",
  title: { zh: "政策与实付的符合", en: "Agreement of a policy with payments" },
  grain: { zh: "一份政策文件在一个统筹区", en: "a policy file in one pooling area" },
  key: ["policy_id", "insured_city"],
  speaks: [],
  like: ["claim", "resettlement"],
  own: {
    judged: { zh: "可判断结算数", en: "Settlements judged", unit: "settlements" },
    differing: { zh: "不符结算数", en: "Settlements that differ", unit: "settlements" },
    share: { zh: "不符占比", en: "Share that differs", unit: "ratio" },
    defect: { zh: "政策文件存疑", en: "The policy file is in question" },
  },
} satisfies RelationFile;
