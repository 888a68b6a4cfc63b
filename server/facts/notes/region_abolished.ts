import { areaList } from "@vant/area-data";
import { literal, sql } from "../../store/sql.ts";
import type { DataNote } from "../note.ts";

/** Counties and cities that exist, by the package the regions were made from. As one text: thousands of literals take a second to plan. */
const existing = [...Object.keys(areaList.county_list), ...Object.keys(areaList.city_list)];

export default {
  id: "region_abolished",
  title: { zh: "已撤销的县级代码", en: "Code of an abolished county" },
  outcome: {
    zh: "按前缀归入所在统筹区",
    en: "rolls up by its prefix to the pooling area it lies in",
  },
  subject: "region",
  // The few different codes are looked up, not every claim's.
  rows: sql`select insured_province, care_province, code as record, claims::varchar as detail
    from (
      select insured_province, null as care_province, insured_area as code, count(*) as claims
      from claim where not unmapped_insured group by all
      union all
      select null, care_province, care_area, count(*) from claim where not unmapped_care group by all
    )
    where regexp_full_match(code, '[1-8][0-9]{5}') and code not like '____00' and code not like '____99'
      and code not in (select unnest(string_split(${literal(existing.join())}, ','))) and code not in (select code from region)`,
} satisfies DataNote;
