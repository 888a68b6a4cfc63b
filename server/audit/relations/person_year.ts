import { sql } from "../../store/sql.ts";
import { changedRows, unaudited } from "../changes/changed.ts";
import type { Meaning, RelationFile } from "../relation.ts";

const groups = {
  inpatient: ["住院", "in-patient"],
  outpatient: ["门诊", "out-patient"],
  chronic: ["慢特病", "chronic"],
  pharmacy: ["购药", "pharmacy"],
};
const byGroup = Object.fromEntries(
  Object.entries(groups).flatMap(([name, [zh, en]]): [string, Meaning][] => [
    [`${name}_cost`, { zh: `${zh}费用`, en: `Cost, ${en}`, unit: "yuan" }],
    [`${name}_fund`, { zh: `${zh}基金支付`, en: `Fund paid, ${en}`, unit: "yuan" }],
  ]),
);
const stated: Record<string, readonly [zh: string, en: string]> = {
  total_cost: ["医疗费总额", "total cost"],
  in_scope: ["符合政策范围金额", "in scope"],
  deductible_paid: ["已付起付线", "deductible paid"],
  basic_fund: ["基本医保基金", "basic fund"],
  large_amount_fund: ["大额基金", "large-amount fund"],
  serious_illness_fund: ["大病保险", "serious-illness fund"],
  civil_servant_fund: ["公务员补助", "civil-servant fund"],
  medical_aid_fund: ["医疗救助", "medical aid"],
};

export default {
  name: "person_year",
  title: { zh: "人员年度", en: "Person's year" },
  grain: { zh: "一人在一统筹区一险种的一个待遇年度", en: "a person's benefit year in one area and scheme" },
  key: ["person_id", "insured_area", "scheme", "benefit_year"],
  speaks: [],
  like: ["stay", "claim"],
  own: {
    settlements: { zh: "结算笔数", en: "Settlements", unit: "settlements" },
    visits: { zh: "人次", en: "Visits", unit: "visits" },
    stays: { zh: "住院人次", en: "Stays", unit: "visits" },
    admissions: { zh: "计次住院", en: "Admissions that count", unit: "visits" },
    cross_province_visits: { zh: "跨省人次", en: "Visits in other provinces", unit: "visits" },
    total_cost: { zh: "医疗费总额", en: "Total cost", unit: "yuan" },
    in_scope: { zh: "符合政策范围金额", en: "In scope", unit: "yuan" },
    deductible_paid: { zh: "实际支付起付线", en: "Deductible paid", unit: "yuan" },
    account_paid: { zh: "个人账户支出", en: "Account paid", unit: "yuan" },
    stated_as_of: { zh: "申报累计截至", en: "Stated as of", unit: "day" },
    stated_admissions: { zh: "申报住院次数", en: "Stated admissions", unit: "visits" },
    ...byGroup,
    ...Object.fromEntries(
      Object.entries(stated).map(([name, [zh, en]]) => [
        `stated_${name}`,
        { zh: `申报累计${zh}`, en: `Stated ${en}`, unit: "yuan" },
      ]),
    ),
  },
  changed: (column, since) =>
    column !== "person_id"
      ? null
      : sql`${unaudited("person_id", "claim")} union
          select person_id from claim semi join (select insured_area, person_no from accumulator where ${changedRows(since)}) using (insured_area, person_no)`,
} satisfies RelationFile;
