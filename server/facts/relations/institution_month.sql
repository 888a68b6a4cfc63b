-- One row per institution, month of settlement, care scope and care group, over claim_part and link_part: the claims of the cells at hand and the
-- lines of these claims. Persons do not add up over rows. Sums of lines speak of those visits only that brought lines.
with
money as (
  select institution_code, month, care_scope, care_group,
    arg_max(care_area, (settled_at, claim_id)) as care_area,
    arg_max(care_province, (settled_at, claim_id)) as care_province,
    arg_max(care_city, (settled_at, claim_id)) as care_city,
    arg_max(tier, (settled_at, claim_id)) as tier,
    count(*) as settlements,
    count(*) filter (visit) as visits,
    count(*) filter (visit and care_group = 'inpatient') as stays,
    count(*) filter (visit and care_group = 'inpatient' and nights = 0) as day_cases,
    count(*) filter (visit and emergency) as emergency_visits,
    count(*) filter (visit and route = 'manual') as manual_visits,
    coalesce(sum(nights) filter (visit and care_group = 'inpatient'), 0)::bigint as nights,
    sum(total_cost) filter (route <> 'supplementary')::decimal(18, 2) as total_cost,
    sum(in_scope) filter (route <> 'supplementary')::decimal(18, 2) as in_scope,
    sum(fund_total)::decimal(18, 2) as fund_total,
    sum(basic_fund)::decimal(18, 2) as basic_fund,
    max(generated_scale) as generated_scale
  from claim_part
  group by all
),
who as (
  select institution_code, month, care_scope, care_group, count(*) as persons
  from (select distinct institution_code, month, care_scope, care_group, person_id from claim_part where visit)
  group by all
),
content as (
  select institution_code, month, care_scope, care_group, count(distinct claim_id) as itemised_settlements,
    sum(columns('^(line|drug|examination|laboratory|treatment|consumable)_amount$'))::decimal(18, 2) as '\0'
  from link_part where used
  group by all
)
select * replace (coalesce(persons, 0) as persons)
from money
left join who using (institution_code, month, care_scope, care_group)
left join content using (institution_code, month, care_scope, care_group)
