-- The fact: one row per encounter, a supplementary settlement apart, in the terms rules and figures use.
-- nights: half-open, end − begin, null where a date is missing or the order is wrong. days: of in-patients only, a stay that
-- begins and ends on one day counts 1.
select
  claim_id,
  encounter_id,
  insured_area,
  coalesce(home.province, 'unknown') as insured_province,
  coalesce(home.area, 'unknown') as insured_city,
  care_code as care_area,
  coalesce(away.province, 'unknown') as care_province,
  coalesce(away.area, 'unknown') as care_city,
  case
    when home.found = 'area' and away.found = 'area' and home.area = away.area then 'local'
    when home.province <> away.province then 'cross_province'
    when home.found = 'area' and away.found = 'area' then 'within_province'
    else 'unknown'
  end as care_scope,
  coalesce(home.found, 'unmapped') <> 'area' as unmapped_insured,
  coalesce(away.found, 'unmapped') <> 'area' as unmapped_care,
  route,
  care_type,
  coalesce(care_group.care_group, 'unmapped') as care_group,
  coalesce(scheme, 'unknown') as scheme,
  coalesce(hospital_tier.tier, 'unknown') as tier,
  institution_code,
  coalesce(certificate_no::varchar, insured_area || '|' || person_no) as person_key,
  sex,
  age,
  begin_date,
  end_date,
  settled_at,
  date_trunc('month', settled_at)::date as month,
  case when end_date >= begin_date then (end_date - begin_date)::integer end as nights,
  case
    when care_group.care_group = 'inpatient' and end_date >= begin_date then greatest(end_date - begin_date, 1)::integer
  end as days,
  settlements::integer as settlements,
  columns('^(total_cost|full_self_pay|over_limit|first_pay|in_scope|deductible_paid|personal_share|hospital_share|fund_total|.*_fund|.*_paid)$')::decimal(18, 2) as '\0',
  generated_scale,
  reported_by,
  batch_from as batch_last
from located
left join region_of as home on home.country = located.country and home.code = located.insured_area
left join region_of as away on away.country = located.country and away.code = located.care_code
left join care_group on care_group.prefix = left(located.care_type, 2)
left join hospital_tier on hospital_tier.code = located.level_code
