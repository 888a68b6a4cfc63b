-- Where, why, how long and at what relative cost. `weight` is the raw cost: whole numbers, so that its sum does not depend on order.
create table stay as
with
met as (
  select
    visit.*, cell.care as care_kind, cell.scope, cell.route,
    case when cell.scope = 'local' then person.insured else person.care end as care_province, person.insured, person.insured_area,
    case when cell.scope = 'local' then first_area(person.insured_area, person.insured_area like '__99__', person.insured) else person.care_area end as care_area,
    person.class, person.flow, person.scheme, person.sex, year(settled_on) - year(birth_date) as age,
    -- Most visits go where the person lives, the rest anywhere in that province.
    cell.scope = 'cross_province' and u(i, 'elsewhere') < 0.12 as elsewhere,
    case cell.care when 'pharmacy' then 'P' else 'H' end as kind,
    -- A person has two or three institutions in an area.
    slot(person.person * 4 + floor(2.6 * u(i, 'habit'))::bigint, 'institution', 1024) as institution_at
  from visit join cell using (cell) join person using (person)
),
travelled as (
  select met.* exclude (care_area, elsewhere), coalesce(area_slot.care_area, met.care_area) as care_area
  from met left join area_slot on area_slot.code = case when elsewhere then province_place(met.care_province, slot(met.i, 'care area', 4096)) end
),
costed as (
  select
    travelled.* exclude (kind, institution_at), institution_code, institution_slot.tier_place, special, -- A disease that is not yet on the list of that day gives way to the most frequent one.
    case when not_yet.disease_code is null then disease_slot.code else 'I10.x00' end as disease_code, disease_slot.care_type,
    z(i, 'cost') as cost_draw,
    disease_slot.cost * destination.cost * origin.cost
      * case when care_kind = 'pharmacy' then 1 else case institution_slot.tier_place when 1 then 1.12 when 2 then 0.62 when 3 then 0.38 else 0.3 end end
      * case when age >= 65 then 1.12 when age < 18 then 0.7 else 1 end as level_of_cost
  from travelled
  join institution_slot on institution_slot.code = institution_place(travelled.care_area, travelled.kind, institution_at)
  join disease_slot
    on disease_slot.care = care_kind and disease_slot.sex = travelled.sex and disease_slot.young = (age < 18)
    and disease_slot.slot = slot(i, 'disease', 1024)
  left join chronic_disease as not_yet on care_kind = 'chronic' and not_yet.disease_code = disease_slot.code and not_yet.since > settled_on
  join destination on destination.province = travelled.care_province
  join origin on origin.province = travelled.insured
)
select
  * exclude (cost_draw, level_of_cost, sex, age),
  (10000 * level_of_cost * exp(least(case care_kind when 'inpatient' then 0.92 else 0.7 end * cost_draw, 3.6)))::bigint + 1 as weight,
  case
    when care_kind <> 'inpatient' then 0
    else greatest(1, least(120, round(7.2 * level_of_cost ** 0.25 * exp(0.42 * cost_draw + 0.38 * z(i, 'days')))))::integer
  end as drawn_days
from costed;
