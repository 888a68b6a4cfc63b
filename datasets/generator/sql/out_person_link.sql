-- person_link: statements that two certificates belong to one person.
select
  certificate_type as psn_cert_type, certificate_no as certno, linked_certificate_type, linked_certificate_no, source, '1' as vali_flag,
  getvariable('first_day')::date::timestamp as updt_time, getvariable('scale')::integer as jh_generated_scale
from person_link
