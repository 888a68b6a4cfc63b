-- Which planted schemes come in which noise, and which of their records it meets. Weak ones are hard enough as they are; a record that both sides sent
-- is left alone, since noise on one copy would be a contradiction of its own.
create table noised as
select scheme_no, case hash(scheme_no || getvariable('seed')) % 12 when 0 then 'late_discharge' when 1 then 'one_side' when 2 then 'two_certificates' when 3 then 'missing_columns' end as noise
from (select distinct scheme_no from truth where label = 'planted' and strength <> 'weak' and card like 'XR-%')
where noise is not null;

create table noised_record as
select noise, setl_id, mdtrt_id, psn_no, med_type in ('21', '22', '23', '24', '52') as stay, hash(setl_id) % 2 = 0 as other_certificate
from truth join noised using (scheme_no) join setl_d on record_key = setl_id
where table_name = 'setl_d' and scheme_no not in (
  select scheme_no from truth join setl_d as mine on record_key = mine.setl_id join setl_d as copy on copy.medins_setl_id = mine.medins_setl_id
  where copy.setl_id <> mine.setl_id);
delete from noised where noise not in (select noise from noised_record)
  or scheme_no not in (select scheme_no from truth join noised_record on record_key = setl_id and table_name = 'setl_d');

create macro second_certificate(psn_no) as 'EF' || right(psn_no, 7);
create macro second_number(psn_no) as psn_no || 'B';
