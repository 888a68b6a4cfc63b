-- person_exception from statement_asked and component_asked: whole persons, or all. Only certificates that could be an exception
-- are looked at closely: linked ones, and those with more than one sex, birth date or person number.
with candidate as materialized (
  select certificate, min(sex) as sex_from, max(sex) as sex_to, min(birth_date) as birth_from, max(birth_date) as birth_to,
    min(hash(insured_area, person_no)) <> max(hash(insured_area, person_no)) as numbers
  from statement_asked group by certificate
  having sex_from <> sex_to or birth_from <> birth_to or numbers
    or certificate in (select certificate from component_asked)
),
-- More than three numbers of one area: a certificate that several people use, or a mistaken one.
crowded as (
  select distinct certificate
  from (
    select certificate from statement_asked semi join (from candidate where numbers) using (certificate)
    group by certificate, insured_area having count(distinct person_no) > 3
  )
),
-- A link joins what its certificates say: a contradiction between them is one of the person.
person as (
  select coalesce(component.person_id, candidate.certificate) as person_id,
    nullif(concat_ws(', ', case when min(sex_from) <> max(sex_to) then 'sex' end,
      case when min(birth_from) <> max(birth_to) then 'birth_date' end,
      case when bool_or(crowded.certificate is not null) then 'person_numbers' end), '') as reason
  from candidate left join component_asked as component using (certificate) left join crowded using (certificate)
  group by all
)
select coalesce(component.certificate, person.person_id) as certificate, person.person_id,
  case when reason is null then 'linked' else 'quarantined' end as state, reason
from person left join component_asked as component using (person_id)
where reason is not null
union all
select certificate, person_id, 'linked', null from component_asked
where certificate <> person_id and person_id not in (select person_id from person where reason is not null)
