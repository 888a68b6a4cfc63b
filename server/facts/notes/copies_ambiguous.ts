import { raw } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "copies_ambiguous",
  title: { zh: "两端副本无法唯一配对", en: "Copies that cannot be paired for certain" },
  outcome: {
    zh: "各自计入，不猜测",
    en: "each stands alone; nothing is guessed",
  },
  subject: "settlement",
  rows: raw(`select insured_province, care_province, insured_area || ' ' || settlement_id as record,
      reported_by as detail
    from claim_note where state = 'ambiguous'`),
} satisfies DataNote;
