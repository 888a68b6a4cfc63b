import { raw } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";

export default {
  id: "region_unmapped",
  title: { zh: "区划代码无法归属", en: "Region code that belongs nowhere" },
  outcome: {
    zh: "计为未归属：保留结算，地区写作未知或只到省",
    en: "counted as unmapped: the settlement stays, its region is unknown or only the province",
  },
  subject: "region",
  rows: raw(`select insured_province, care_province, coalesce(code, '') as record, count(*)::varchar as detail
    from (select insured_province, null as care_province, insured_area as code, unmapped_insured as unmapped from claim
        union all select null, care_province, care_area, unmapped_care from claim) where unmapped group by all`),
} satisfies DataNote;
