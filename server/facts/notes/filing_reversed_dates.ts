import { raw } from "../../store/sql.ts";
import { filingsNoted } from "../filing-note.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "filing_reversed_dates",
  title: { zh: "备案终止早于起始", en: "Filing that ends before it begins" },
  outcome: {
    zh: "该备案不覆盖任何就诊，保留备查",
    en: "covers nothing; kept for the record",
  },
  subject: "filing",
  rows: filingsNoted(
    raw("(select * from filing where batch_to is null and end_date < begin_date)"),
    raw("begin_date || ' → ' || end_date"),
  ),
} satisfies DataNote;
