-- fixmedins_b: institutions, whether or not anybody went there.
select
  institution_code as fixmedins_code,
  institution_name as fixmedins_name,
  case kind when 'P' then '2' else '1' end as fixmedins_type,
  level as hosp_lv,
  level as lmtpric_hosp_lv,
  level as dedc_hosp_lv,
  area as fix_blng_admdvs,
  timestamp '2017-01-01 00:00:00' as begntime,
  '1' as fix_onln_open_flag,
  beds::integer as licensed_beds,
  '1' as vali_flag,
  area as poolarea_no,
  timestamp '2017-01-01 00:00:00' as crte_time,
  timestamp '2017-01-01 00:00:00' as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from institution
