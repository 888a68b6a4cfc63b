-- investigation: requests to verify manual claims.
select
  investigation_no as investigation_id,
  insured_area as insu_admdvs,
  encounter.care_area as fix_blng_admdvs,
  insured_area || investigation.serial as setl_id,
  institution_code as fixmedins_code,
  person_no as psn_no,
  invoice_no as invono,
  yuan(settlement.total) as medfee_sumamt,
  requested_at,
  due_date,
  answered_at,
  conclusion,
  yuan(confirmed) as confirmed_amount,
  '1' as vali_flag,
  coalesce(answered_at, requested_at) as updt_time,
  scale as jh_generated_scale
from investigation
join settlement using (serial)
join encounter on encounter.i = investigation.i
join person using (person)
