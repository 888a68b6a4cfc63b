-- setl_list_diag_d: the main diagnosis of in-patients, of planted visits and of a part of the out-patients.
select
  prefix || encounter_serial || '01' as setl_list_diag_id,
  prefix || serial as setl_id,
  prefix || encounter_serial as mdtrt_id,
  person_no as psn_no,
  '1' as diag_type,
  '1' as maindiag_flag,
  disease_code as diag_code,
  disease_name as diag_name,
  '1' as vali_flag,
  side_area as poolarea_no,
  settled_at as crte_time,
  settled_at as updt_time,
  scale as jh_generated_scale
from reported
where kind in ('whole', 'last') and (care_kind = 'inpatient' or i >= 9000000000 or care_kind = 'outpatient' and side <> '2' and u(i, 'itemised') < getvariable('itemised_outpatient'))
