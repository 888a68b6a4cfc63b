-- attempt: direct settlements that failed, as the place of care reports them.
select
  attempt_no as attempt_id,
  institution_code as fixmedins_code,
  insured_area as insu_admdvs,
  attempt.care_area as fix_blng_admdvs,
  person_no as psn_no,
  certificate_type as psn_cert_type,
  certificate_no as certno,
  attempted_at,
  case care_kind when 'inpatient' then '21' when 'pharmacy' then '41' when 'chronic' then '14' else '11' end as med_type,
  scheme as insutype,
  reason_code,
  reason,
  yuan(total) as medfee_sumamt,
  attempted_at as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from attempt join person using (person)
