import { raw } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "settled_late",
  title: { zh: "出院一年后才结算", en: "Settled more than a year after discharge" },
  outcome: {
    zh: "计入结算月份，待遇年度以记录为准，无记录按出院",
    en: "stands in the month of settlement; the benefit year is the recorded one, else that of discharge",
  },
  subject: "settlement",
  rows: raw(`select insured_province, care_province, insured_area || ' ' || settlement_id as record,
      (settled_at::date - visit_end)::varchar as detail
    from claim where settled_at::date > visit_end + 365`),
} satisfies DataNote;
