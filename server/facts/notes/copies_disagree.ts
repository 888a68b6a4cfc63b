import { raw } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "copies_disagree",
  title: { zh: "两端不一致", en: "The two sides disagree" },
  outcome: {
    zh: "以参保地为准计入待遇，两端金额都保留，另由规则提示",
    en: "the insured side counts, both amounts are kept, and a rule speaks of it",
  },
  subject: "settlement",
  rows: raw(`select insured_province, care_province, insured_area || ' ' || settlement_id as record,
      care_settlement_id || ' @ ' || care_area as detail
    from claim where copies_disagree`),
} satisfies DataNote;
