-- Settlements with everything that goes into their row, once for each side that reports. side: 0 at home, 1 insured, 2 care.
create or replace view reported_encounter as
select
  encounter.*, person.insured_area, person_no, certificate_type, certificate_no, sex, birth_date, person_type, scheme, civil_servant, special_person_type_of(aid_class) as special_person_type, phone, address, employer_no,
  institution_name, level, disease_name, chronic_code, chronic_name,
  unnest(case when copied then ['1', '2'] when scope = 'local' then ['0'] else ['1'] end) as side
from encounter
join person using (person)
join institution using (institution_code)
left join (select code as disease_code, any_value(name) as disease_name from disease group by code) as named using (disease_code)
left join chronic_disease using (disease_code);
create or replace view reported as
select
  settlement.*, reported_encounter.* exclude (i, begin_date, end_date),
  side_area(side, insured_area, care_area) as side_area, side_area(side, insured_area, care_area) || case side when '2' then '7' else '' end as prefix
from settlement join reported_encounter using (i)
where kind <> 'supplement' or side <> '2';
