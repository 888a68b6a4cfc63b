-- psn_info_b: persons with their survival status.
select
  insured_area as insu_admdvs,
  person_no as psn_no,
  name_of(person) as psn_name,
  certificate_type as psn_cert_type,
  certificate_no as certno,
  sex as gend,
  '01' as naty,
  birth_date as brdy,
  phone as tel,
  address as addr,
  survival_status as surv_stas,
  survival_since,
  death_date as die_date,
  '1' as vali_flag,
  coalesce(survival_since, getvariable('first_day')::date)::timestamp as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from person
