import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "watched_use",
  title: { zh: "关注项目用量", en: "Use of a watched item" },
  grain: { zh: "一人一天一个关注项目的用量", en: "what a person was given of a watched item in a day" },
  key: ["person_id", "watched_as", "used_on"],
  speaks: ["watched_item"],
  like: ["claim"],
  own: {
    used_on: { zh: "使用日", en: "Used on", unit: "day" },
    special_drug: { zh: "特药", en: "Special drug" },
    lines: { zh: "明细条数", en: "Lines", unit: "lines" },
    amount: { zh: "金额", en: "Amount", unit: "yuan" },
    quantity: { zh: "数量", en: "Quantity" },
    days_supply: { zh: "供药天数", en: "Days of supply", unit: "days", from: ["fee_line.days_supply"] },
    by_pharmacy: { zh: "药店给付", en: "By a pharmacy" },
    by_hospital: { zh: "医院给付", en: "By a hospital" },
    institutions: { zh: "机构", en: "Institutions" },
    provinces: { zh: "省", en: "Provinces" },
    claims: { zh: "结算", en: "Claims" },
  },
  day: "used_on",
  changed: withClaims(["person_id"], "line"),
} satisfies RelationFile;
