-- Persons of each flow: where insured, where they seek care, scheme, age, sex, filing class. A person keeps all of them.
-- The numbers stand in a table of their own: what follows is then shared out over the threads.
create table numbered as select flow, first + unnest(range(persons)) as person from pool;

create table person as
with
placed as (
  select numbered.flow, person, pair_slot.insured, pair_slot.care, class_slot.class, slot(person, 'insured area', 4096) as insured_slot,
    slot(person, 'care area', 4096) as care_slot
  from numbered
  join pair_slot on pair_slot.flow = numbered.flow and pair_slot.slot = slot(person, 'pair', 16384)
  join class_slot on class_slot.slot = slot(person, 'class', 4096)
),
located as (
  select placed.* exclude (insured_slot, care_slot), home.insured_area, home.place, home.places, home.of_province, away.care_area as drawn_care_area
  from placed
  join area_slot as home on home.code = province_place(placed.insured, insured_slot)
  join area_slot as away on away.code = province_place(placed.care, care_slot)
),
-- At home means the same pooling area, elsewhere in the province another one.
housed as (
  select
    located.* exclude (insured_area),
    case when flow = 'local' then first_area(insured_area, located.of_province, insured) else insured_area end as insured_area,
    case
      when flow = 'local' then first_area(insured_area, located.of_province, insured)
      when flow = 'within_province' and insured_area = drawn_care_area then neighbour.code
      else drawn_care_area
    end as care_area
  from located
  left join area as neighbour on neighbour.province = located.insured and neighbour.place = (located.place + 1) % located.places
),
aged as (
  select
    *,
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
    (getvariable('first_day')::date - 130 - (age_drawn * 365.25)::integer)::date as birth_day
  from aged
),
-- A certificate number tells five million persons of one birthday apart: every further five million are born on other days.
apart as (
  select * exclude (birth_day), (birth_day - ((date_diff('day', date '1890-01-01', birth_day) - person // 5000000) % 8 + 8)::integer % 8)::date as birth_date
  from born
)
select
  person, flow, insured, care, insured_area, care_area, class, birth_date, sex::varchar as sex,
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
  -- Of residents: 特困, 低保, 边缘.
  case
    when employee or u(person, 'aid') >= 0.06 then null
    when u(person, 'aid') < 0.01 then 'extreme_poverty' when u(person, 'aid') < 0.045 then 'low_income' else 'near_poor'
  end as aid_class,
  '01' as certificate_type,
  certificate_of(person, birth_date, sex) as certificate_no,
  insured_area || lpad((person % 10000000000)::varchar, 10, '0') as person_no,
  -- No area begins with 199; families share a phone and a house.
  '199' || lpad((hash(person // 2 * 7 + person % 2 * (u(person, 'own phone') < 0.9)::integer) % 100000000)::varchar, 8, '0') as phone,
  '示例' || insured_area || '小区' || (person // 2 % 9000 + 1) || '号' as address,
  case when employee then insured_area || 'E' || lpad((person % 997)::varchar, 4, '0') end as employer_no,
  '1' as survival_status,
  null::date as survival_since,
  null::date as death_date
from apart;

drop table numbered;
