-- Persons of each flow: where insured, where they seek care, scheme, age, sex, filing class. A person keeps all of them.
create table person as
with
numbered as (
  select flow, first + unnest(range(persons)) as person from pool
),
placed as (
  select numbered.*, pair.insured, pair.care, u(person, 'pair') as pair_draw
  from numbered asof join pair on numbered.flow = pair.flow and u(numbered.person, 'pair') >= pair.starts_at
),
classed as (
  select placed.*, filing_class.class
  from placed asof join filing_class on u(placed.person, 'class') >= filing_class.starts_at
),
insured_at as (
  select classed.*, area.code as insured_area, area.place, area.places, area.of_province
  from classed asof join area on classed.insured = area.province and u(classed.person, 'insured area') >= area.insured_from
),
cared_at as (
  select insured_at.*, area.code as drawn_care_area
  from insured_at asof join area on insured_at.care = area.province and u(insured_at.person, 'care area') >= area.care_from
),
-- At home means the same pooling area, elsewhere in the province another one.
housed as (
  select
    cared_at.*,
    case
      when flow = 'local' then first_area(cared_at.insured_area, cared_at.of_province, cared_at.insured)
      when flow = 'within_province' and cared_at.insured_area = drawn_care_area then neighbour.code
      else drawn_care_area
    end as care_area
  from cared_at
  left join area as neighbour
    on neighbour.province = cared_at.insured and neighbour.place = (cared_at.place + 1) % cared_at.places
),
aged as (
  select
    * exclude (insured_area),
    case when flow = 'local' then care_area else insured_area end as insured_area,
    u(person, 'scheme') < case class when 'LT_RETIRE' then 0.72 when 'LT_WORK' then 0.85 when 'LT_RESIDE' then 0.4 else 0.36 end
      + case when flow in ('pilot', 'chronic') then 0.2 else 0 end as employee,
    case class
      when 'LT_RETIRE' then 58 + 28 * u(person, 'age') ** 1.4
      when 'LT_RESIDE' then 45 + 38 * u(person, 'age')
      when 'LT_WORK' then 23 + 35 * u(person, 'age')
      else case when u(person, 'child') < 0.09 then 17 * u(person, 'age') else greatest(18, least(92, 54 + 15 * z(person, 'age'))) end
    end as age_drawn,
    case when u(person, 'sex') < 0.515 then 1 else 2 end as sex
  from housed
),
born as (
  select
    * replace (employee and age_drawn >= 20 as employee),
    -- Everybody is born before the first stay begins, which may be four months before the first day.
    (getvariable('first_day')::date - 130 - (age_drawn * 365.25)::integer)::date as birth_date
  from aged
),
identified as (
  select *, certificate_body(person, birth_date, sex) as body from born
)
select
  person, flow, insured, care, insured_area, care_area, class, birth_date, sex::varchar as sex, age_drawn,
  case when employee then '310' else '390' end as scheme,
  case when not employee then 'resident' when age_drawn >= 60 or class = 'LT_RETIRE' then 'retired' else 'active' end as person_group,
  case
    when not employee and age_drawn < 1 then '1401'
    when not employee and age_drawn < 7 then '1402'
    when not employee and age_drawn < 18 then '1403'
    when not employee and age_drawn < 60 then '1501'
    when not employee then '1601'
    when age_drawn >= 60 or class = 'LT_RETIRE' then '1201'
    else '1101'
  end as person_type,
  employee and u(person, 'civil') < 0.12 as civil_servant,
  not employee and u(person, 'aid') < 0.05 as aided,
  body || check_digit(body) as certificate_no,
  insured_area || lpad((person % 10000000000)::varchar, 10, '0') as person_no
from identified;
