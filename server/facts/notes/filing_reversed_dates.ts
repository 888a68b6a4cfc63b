import { sql } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";
import { regionLookup } from "../regions-lookup.ts";

export default {
  id: "filing_reversed_dates",
  title: { zh: "备案终止早于起始", en: "Filing that ends before it begins" },
  outcome: {
    zh: "该备案不覆盖任何就诊，保留备查",
    en: "covers nothing; kept for the record",
  },
  subject: "filing",
  rows: sql`with place as (from ${regionLookup(sql`(select 'CN' as country, insured_area as code from filing union select 'CN', area from filing)`)})
    select home.province as insured_province, away.province as care_province, insured_area || ' ' || filing_id as record,
      begin_date || ' → ' || end_date as detail
    from filing left join place as home on home.code = insured_area left join place as away on away.code = filing.area
    where batch_to is null and end_date < begin_date`,
} satisfies DataNote;
