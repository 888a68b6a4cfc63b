-- Enrolments: most persons have one that runs; some changed from residents to employees long before, with a gap or without.
create table enrolment as
with
drawn as (
  select *, (getvariable('first_day')::date - (400 + 5000 * u(person, 'enrolled'))::integer)::date as since, u(person, 'changed') < 0.05 and scheme = '310' as changed from person
)
select
  person, insured_area, scheme, person_type, (person_group = 'retired')::integer::varchar as retirement, '1' as status,
  greatest(since, birth_date) as begin_date, null::date as end_date, employer_no
from drawn
union all
select person, insured_area, '390', '1501', '0', '4', greatest(since, birth_date) - 1500, greatest(since, birth_date) - (1 + (60 * u(person, 'gap'))::integer), null
from drawn where changed;
