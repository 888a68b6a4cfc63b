import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "institution_month",
  title: { zh: "机构月", en: "Institution's month" },
  grain: { zh: "一机构一月在一就医范围与类别组", en: "an institution's month in one scope and group of care" },
  key: ["institution_code", "month", "care_scope", "care_group"],
  speaks: [],
  like: ["person_year", "claim"],
  own: {
    day_cases: { zh: "当日出入院", en: "Day cases", unit: "visits" },
    emergency_visits: { zh: "急诊人次", en: "Emergency visits", unit: "visits" },
    manual_visits: { zh: "手工报销人次", en: "Visits paid by hand", unit: "visits" },
    persons: { zh: "人数", en: "Persons", unit: "persons" },
    itemised_settlements: { zh: "有明细的结算", en: "Settlements with lines", unit: "settlements" },
    line_amount: { zh: "明细金额", en: "Amount of lines", unit: "yuan" },
    drug_amount: { zh: "药费", en: "Drugs", unit: "yuan" },
    examination_amount: { zh: "检查费", en: "Examinations", unit: "yuan" },
    laboratory_amount: { zh: "化验费", en: "Laboratory", unit: "yuan" },
    treatment_amount: { zh: "治疗手术费", en: "Treatment and operations", unit: "yuan" },
    consumable_amount: { zh: "耗材费", en: "Consumables", unit: "yuan" },
  },
  day: "month",
  changed: withClaims(["institution_code"], "line"),
} satisfies RelationFile;
