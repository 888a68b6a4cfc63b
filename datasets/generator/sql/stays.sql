-- Where, why, how long and at what relative cost. `weight` is the raw cost: whole numbers, so that its sum does not depend on order.
create table stay as
with
met as (
  select
    visit.*, cell.care as care_kind, cell.scope, cell.route,
    person.insured_area, person.insured, person.care as care_province, person.care_area, person.class, person.scheme, person.person_group, person.sex,
    person.civil_servant, person.aided,
    year(settled_on) - year(birth_date) as age
  from visit join cell using (cell) join person using (person)
),
-- Most visits go where the person lives, the rest anywhere in that province; a person has two or three institutions.
lodged as (
  select
    met.* replace (case when scope = 'cross_province' and u(i, 'elsewhere') < 0.12 then area.code else met.care_area end as care_area)
  from met asof join area on met.care_province = area.province and u(met.i, 'care area') >= area.care_from
),
admitted as (
  select lodged.*, institution.institution_code, institution.tier_place
  from lodged asof join institution
    on lodged.care_area = institution.area
    and u(lodged.person * 4 + floor(2.6 * u(lodged.i, 'habit'))::bigint, 'institution') >= institution.drawn_from
),
diagnosed as (
  select admitted.*, disease.code as disease_code, disease.cost as disease_cost
  from admitted asof join disease
    on admitted.care_kind = disease.care and admitted.sex = disease.sex and (admitted.age < 18) = disease.young
    and u(admitted.i, 'disease') >= disease.starts_at
),
costed as (
  select
    *, z(i, 'cost') as cost_draw,
    disease_cost * destination.cost * origin.cost
      * case tier_place when 1 then 1.12 when 2 then 0.62 when 3 then 0.38 else 0.3 end
      * case when age >= 65 then 1.12 when age < 18 then 0.7 else 1 end as level_of_cost
  from diagnosed
  join destination on destination.province = diagnosed.care_province
  join origin on origin.province = diagnosed.insured
)
select
  * exclude (cost_draw, level_of_cost, disease_cost, sex, age, care_province),
  (10000 * level_of_cost * exp(least(case care_kind when 'inpatient' then 0.92 else 0.7 end * cost_draw, 3.6)))::bigint + 1 as weight,
  case
    when care_kind <> 'inpatient' then 0
    else greatest(1, least(120, round(7.2 * level_of_cost ** 0.25 * exp(0.42 * cost_draw + 0.38 * z(i, 'days')))))::integer
  end as drawn_days
from costed;
