import { raw } from "../../store/sql.ts";
import { personsOf } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/** Whatever doctor answers for them: a purchase that another doctor ordered is not one by somebody without any right. */
export default {
  name: "drug_right",
  title: { zh: "特药资格", en: "Right to a special drug" },
  grain: {
    zh: "一个人对一种特药获批的资格，各次合并",
    en: "a person's approved rights to one special drug taken together",
  },
  key: ["person_id", "item_code"],
  speaks: ["entitlement"],
  like: ["claim"],
  own: {
    doctors: { zh: "责任医师", en: "Responsible doctors" },
  },
  register: () =>
    raw(`select person_id, item_code, min(coalesce(begin_date, date '1900-01-01')) as begin_date, max(coalesce(end_date, date '2099-12-31')) as end_date,
        list(distinct doctor_code order by doctor_code) filter (where doctor_code is not null) as doctors
      from "current".entitlement
      where item_code is not null and person_id is not null and coalesce(approval = '1', true) group by person_id, item_code`),
  changed: (column, since) => (column === "person_id" ? personsOf("entitlement", since) : null),
} satisfies RelationFile;
