import { ident, sql } from "../../store/sql.ts";
import { changedRows, unaudited } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "claim_operation",
  title: { zh: "就诊手术", en: "Operation of a visit" },
  grain: {
    zh: "有效就诊的一条清单手术，与其结算连一次；两端都报时取参保端",
    en: "one listed operation of a visit that counts, joined once to its claim; where both sides sent a list, the insured side's",
  },
  key: ["claim_id", "operation_no"],
  speaks: ["operation"],
  like: ["claim"],
  own: {
    category: { zh: "手术两位码", en: "Two characters of the operation", from: ["operation.operation_code"] },
    subcategory: { zh: "手术四位码", en: "Four characters of the operation", from: ["operation.operation_code"] },
  },
  subject: { columns: ["encounter_key", "operation_code"] },
  day: "operation_date",
  changed(column: string, since: number) {
    const key = (["claim_id", "visit_id", "person_id", "institution_code"] as const).find((name) => name === column);
    if (!key) return null;
    return sql`
      with encounter_changed as (select encounter_id from operation where ${changedRows(since)})
      ${unaudited(key, "claim")}
      union select ${ident(key)} from claim where encounter_id in (from encounter_changed)
      union select ${ident(key)} from claim where care_encounter_id in (from encounter_changed)`;
  },
} satisfies RelationFile;
