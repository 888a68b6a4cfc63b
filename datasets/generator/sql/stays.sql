-- Where, why, how long and at what relative cost. `weight` is the raw cost: whole numbers, so that its sum does not depend on order.
-- The draws go over narrow rows, which an ASOF join has to sort.
create table stay as
with
met as materialized (
  select
    visit.*, cell.care as care_kind, cell.scope, cell.route,
    person.insured_area, person.insured, person.care as care_province, person.care_area, person.class, person.scheme,
    person.person_group, person.sex, person.civil_servant, person.aided,
    year(settled_on) - year(birth_date) as age
  from visit join cell using (cell) join person using (person)
),
-- Most visits go where the person lives, the rest anywhere in that province.
travelled as (
  select i, area.code as care_area
  from (select i, care_province, u(i, 'care area') as draw from met where scope = 'cross_province' and u(i, 'elsewhere') < 0.12) as away
  asof join area on away.care_province = area.province and draw >= area.care_from
),
lodged as materialized (
  select met.i, met.person, coalesce(travelled.care_area, met.care_area) as care_area from met left join travelled using (i)
),
-- A person has two or three institutions in an area.
admitted as (
  select i, area as care_area, institution_code, tier_place
  from (select i, care_area, u(person * 4 + floor(2.6 * u(i, 'habit'))::bigint, 'institution') as draw from lodged) as visitor
  asof join institution on visitor.care_area = institution.area and draw >= institution.drawn_from
),
diagnosed as (
  select i, disease.code as disease_code, disease.cost as disease_cost
  from (select i, care_kind, sex, age < 18 as young, u(i, 'disease') as draw from met) as patient
  asof join disease
    on patient.care_kind = disease.care and patient.sex = disease.sex and patient.young = disease.young and draw >= disease.starts_at
),
costed as (
  select
    met.* replace (admitted.care_area as care_area),
    institution_code, tier_place, disease_code,
    z(i, 'cost') as cost_draw,
    disease_cost * destination.cost * origin.cost
      * case tier_place when 1 then 1.12 when 2 then 0.62 when 3 then 0.38 else 0.3 end
      * case when age >= 65 then 1.12 when age < 18 then 0.7 else 1 end as level_of_cost
  from met
  join admitted using (i)
  join diagnosed using (i)
  join destination on destination.province = met.care_province
  join origin on origin.province = met.insured
)
select
  * exclude (cost_draw, level_of_cost, sex, age, care_province),
  (10000 * level_of_cost * exp(least(case care_kind when 'inpatient' then 0.92 else 0.7 end * cost_draw, 3.6)))::bigint + 1 as weight,
  case
    when care_kind <> 'inpatient' then 0
    else greatest(1, least(120, round(7.2 * level_of_cost ** 0.25 * exp(0.42 * cost_draw + 0.38 * z(i, 'days')))))::integer
  end as drawn_days
from costed;
