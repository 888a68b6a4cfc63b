import { sql } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";
import { regionLookup } from "../regions-lookup.ts";

export default {
  id: "filings_same_day",
  title: { zh: "同日多条有效备案", en: "Several filings for one day" },
  outcome: {
    zh: "按地方优先级，未规定时取对参保人最有利的一条，其余保留并写明原因",
    en: "the precedence of the area decides, else the most favourable to the person; the others are kept with the reason",
  },
  subject: "filing",
  rows: sql`with place as (from ${regionLookup(sql`(select 'CN' as country, insured_area as code from filing union select 'CN', area from filing)`)})
    select home.province as insured_province, away.province as care_province, insured_area || ' ' || filing_id as record,
      begin_date || ' → ' || coalesce(end_date::varchar, '') as detail
    from (
      select *, max(coalesce(end_date, date '2099-12-31')) over (
          partition by insured_area, coalesce(certificate_no::varchar, person_no) order by begin_date, filing_id
          rows between unbounded preceding and 1 preceding
        ) as earlier_end
      from filing
      where batch_to is null and coalesce(valid, '1') = '1' and coalesce(returned, '0') <> '1' and coalesce(end_date, begin_date) >= begin_date
    ) as filing left join place as home on home.code = insured_area left join place as away on away.code = filing.area
    where begin_date <= earlier_end`,
} satisfies DataNote;
