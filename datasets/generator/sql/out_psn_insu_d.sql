-- psn_insu_d: enrolments.
select
  enrolment.insured_area as insu_admdvs,
  person_no as psn_no,
  certificate_type as psn_cert_type,
  certificate_no as certno,
  enrolment.insured_area || lpad(person::varchar, 10, '0') || enrolment.scheme as psn_insu_rlts_id,
  enrolment.scheme as insutype,
  enrolment.person_type as psn_type,
  retirement,
  status as psn_insu_stas,
  enrolment.employer_no as emp_no,
  begin_date as begndate,
  end_date as enddate,
  '1' as vali_flag,
  greatest(begin_date, coalesce(end_date, begin_date))::timestamp as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from enrolment join person using (person)
