-- setl_list_diag_d: the main diagnosis of each in-patient.
select
  side_area || encounter_serial || '01' as setl_list_diag_id,
  side_area || settlement_serial as setl_id,
  side_area || encounter_serial as mdtrt_id,
  person_no as psn_no,
  '1' as diag_type,
  '1' as maindiag_flag,
  disease_code as diag_code,
  disease_name as diag_name,
  '1' as vali_flag,
  side_area as poolarea_no,
  settled_at as crte_time,
  settled_at as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from named_settlement
where care_kind = 'inpatient' and kind in ('whole', 'last', 'copy')
