import { raw } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "reversal_of_reversal",
  title: { zh: "对冲销的冲销", en: "Reversal of a reversal" },
  outcome: {
    zh: "撤回被冲销的冲销，原结算恢复计入",
    en: "takes the reversal back: the settlement counts again",
  },
  subject: "settlement",
  rows: raw(`select insured_province, care_province, insured_area || ' ' || settlement_id as record,
      coalesce(reversed_settlement_id, '') as detail
    from claim_note where state = 'reversal_of_reversal'`),
} satisfies DataNote;
