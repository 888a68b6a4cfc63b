import { linesOf } from "../../facts/line/lines.ts";
import { sql } from "../../store/sql.ts";
import { withClaims } from "../changes/changed.ts";
import type { Narrowed, RelationFile } from "../relation.ts";

export default {
  name: "line",
  title: { zh: "费用明细", en: "Fee line" },
  grain: {
    zh: "有效结算的一条现行明细，与结算连一次",
    en: "one current fee line of a settlement that counts, joined once to it",
  },
  key: ["insured_area", "institution_code", "encounter_id", "line_no", "reporter"],
  speaks: ["fee_line"],
  like: ["claim"],
  own: {
    // The settlement's, whether or not its lines repeat it.
    care_type: { zh: "医疗类别", en: "Care type", codes: "med_type", from: ["settlement.care_type"] },
    reporter: { zh: "明细报送方", en: "Whose line" },
    paired_by: { zh: "对应方式", en: "Names the settlement or the encounter" },
    prescription: { zh: "处方，无处方号的为当日", en: "Prescription, or the day where none is numbered" },
    day: { zh: "费用日", en: "Day of the charge", unit: "day" },
    generic_code: { zh: "通用名部分", en: "Generic part of the code" },
  },
  subject: { through: ["encounter_key"], columns: ["line_no"] },
  day: "day",
  ofLines: true,
  changed: withClaims(["claim_id", "visit_id", "person_id", "institution_code"], "line"),
  narrowed: narrowedLines("fee_line"),
} satisfies RelationFile;

/** Which claims' lines is asked of the claims: few in number beside their lines. */
export function narrowedLines(fees: Parameters<typeof linesOf>[0]): Narrowed {
  return {
    columns: ["claim_id", "visit_id", "person_id", "institution_code"],
    rows: (condition) => sql`(${linesOf(fees, sql`(select * from line_link where ${condition})`)})`,
  };
}
