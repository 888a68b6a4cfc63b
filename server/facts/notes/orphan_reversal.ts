import { raw } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "orphan_reversal",
  title: { zh: "冲销找不到原结算", en: "Reversal of an unknown settlement" },
  outcome: {
    zh: "不计入，不影响任何结算；原结算到达后自动冲销",
    en: "counts nothing and touches nothing; nets the settlement as soon as that arrives",
  },
  subject: "settlement",
  rows: raw(`select insured_province, care_province, insured_area || ' ' || settlement_id as record,
      coalesce(reversed_settlement_id, '') as detail
    from claim_note where state = 'orphan_reversal'`),
} satisfies DataNote;
