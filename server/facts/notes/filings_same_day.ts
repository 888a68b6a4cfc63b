import { raw } from "../../store/sql.ts";
import { filingsNoted } from "../filing-note.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "filings_same_day",
  title: { zh: "同日多条有效备案", en: "Several filings for one day" },
  outcome: {
    zh: "取对参保人最有利的一条，同等取最近备案的，其余保留并写明原因；地方优先级随政策库生效",
    en: "the most favourable to the person counts, of equals the latest; the others are kept with the reason. An area's own precedence comes with its policy",
  },
  subject: "filing",
  rows: filingsNoted(
    raw(`(
      select * from (
        select *, max(coalesce(end_date, date '2099-12-31')) over (
            partition by insured_area, person order by begin_date, filing_id rows between unbounded preceding and 1 preceding
          ) as earlier_end
        from (
          select *, coalesce(certificate_no::varchar, person_no) as person from filing
          where batch_to is null and coalesce(valid, '1') = '1' and coalesce(returned, '0') <> '1'
            and coalesce(end_date, begin_date) >= begin_date
        )
        where person is not null
      )
      where begin_date <= earlier_end
    )`),
    raw("begin_date || ' → ' || coalesce(end_date::varchar, '')"),
  ),
} satisfies DataNote;
