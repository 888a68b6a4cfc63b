import { withPersons } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "stay",
  title: { zh: "住院", en: "Stay" },
  grain: { zh: "一次住院，中途结算已合并", en: "one in-patient encounter, interim settlements added up" },
  key: ["visit_id"],
  speaks: ["encounter"],
  like: ["claim"],
  own: {
    begin_date: {
      zh: "入院日期",
      en: "Admitted on",
      unit: "day",
      from: ["encounter.begin_at", "settlement.begin_date"],
    },
    end_date: { zh: "出院日期", en: "Discharged on", unit: "day", from: ["encounter.end_at", "settlement.end_date"] },
    begin_at: { zh: "入院时间", en: "Admitted at" },
    end_at: { zh: "出院时间", en: "Discharged at" },
    admission_number: { zh: "年度住院次第", en: "Admission number of the year" },
    last_visit_id: { zh: "上次住院", en: "Stay before" },
    last_institution_code: { zh: "上次住院机构", en: "Institution of the stay before" },
    last_care_area: { zh: "上次就医地", en: "Area of the stay before" },
    days_since_last_stay: { zh: "距上次出院天数", en: "Days since the stay before", unit: "days" },
    same_day_transfer: { zh: "当日转院", en: "Transferred the same day" },
    department_code: { zh: "科室", en: "Department" },
    bed: { zh: "床位", en: "Bed" },
    settlements: { zh: "结算笔数", en: "Settlements", unit: "settlements" },
    first_settled_at: { zh: "首次结算时间", en: "First settled at" },
    last_settled_at: { zh: "末次结算时间", en: "Last settled at" },
  },
  subject: { columns: ["encounter_key"] },
  day: "begin_date",
  changed: withPersons,
} satisfies RelationFile;
