-- Counted settlements in the terms of the fact: regions, scope, route, group, tier, person. Still one row per settlement.
-- A supplementary settlement amends a claim that was already counted, so it forms a claim of its own that is no visit.
select
  concat_ws('|', insured_area, encounter_id, case when from_care then 'care' end,
    case when settlement_type = '3' then 'supplementary' end) as claim_id,
  settlement_id,
  encounter_id,
  insured_area,
  coalesce(home.province, 'unknown') as insured_province,
  coalesce(home.area, 'unknown') as insured_city,
  care_code as care_area,
  coalesce(away.province, 'unknown') as care_province,
  coalesce(away.area, 'unknown') as care_city,
  coalesce(home.found, 'unmapped') <> 'area' as unmapped_insured,
  coalesce(away.found, 'unmapped') <> 'area' as unmapped_care,
  case
    when home.found = 'area' and away.found = 'area' and home.area = away.area then 'local'
    when home.province <> away.province then 'cross_province'
    when home.found = 'area' and away.found = 'area' then 'within_province'
    else 'unknown'
  end as care_scope,
  case
    when settlement_type = '3' then 'supplementary'
    when settlement_type = '1' or payment_place = '1' or manual_reason is not null then 'manual'
    else 'direct'
  end as route,
  care_type,
  coalesce(care_group.care_group, 'unmapped') as care_group,
  coalesce(scheme, 'unknown') as scheme,
  coalesce(hospital_tier.tier, 'unknown') as tier,
  institution_code,
  coalesce(certificate_no, insured_area || '|' || person_no) as person_key,
  sex, age, begin_date, end_date,
  coalesce(settled_at, end_date, begin_date) as settled_at,
  total_cost, full_self_pay, over_limit, first_pay, in_scope, deductible_paid,
  basic_fund, civil_servant_fund, enterprise_fund, serious_illness_fund, large_amount_fund, disability_fund,
  medical_aid_fund, other_fund, fund_total,
  personal_share, account_paid, family_account_paid, cash_paid, hospital_share,
  generated_scale, reported_by, batch_from as batch_last
from located
left join region_of as home on home.country = located.country and home.code = located.insured_area
left join region_of as away on away.country = located.country and away.code = located.care_code
left join care_group on care_group.prefix = left(located.care_type, 2)
left join hospital_tier on hospital_tier.code = located.level_code
