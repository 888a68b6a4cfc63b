import { raw, sql } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";
import { regionLookup } from "../regions-lookup.ts";

export default {
  id: "institution_changed_tier",
  title: { zh: "机构等级变更", en: "Institution that changed its tier" },
  outcome: {
    zh: "以结算记录上的等级为准，记录未带时用机构当前等级",
    en: "the level on the settlement counts; without one, the current level of the institution",
  },
  subject: "institution",
  rows: raw(`select null as insured_province, care.province as care_province, institution_code as record,
      string_agg(distinct level, ' → ' order by level) as detail
    from (
      select institution_code, coalesce(deductible_level, hospital_level) as level,
        coalesce(area, nullif(regexp_extract(institution_code, '^[A-Za-z](\\d{6})', 1), '')) as code
      from institution
    ) as stated
    left join ${
      regionLookup(sql`(select 'CN' as country, area as code from institution
      union select 'CN', nullif(regexp_extract(institution_code, '^[A-Za-z](\\d{6})', 1), '') from institution)`).text
    } as care using (code)
    group by institution_code, care.province having count(distinct level) > 1`),
} satisfies DataNote;
