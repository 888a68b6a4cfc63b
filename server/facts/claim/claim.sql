-- The fact: one row per settlement that counts, in the terms rules and figures use.
-- nights: half-open, end − begin of the whole encounter, null where a date is missing or the order is wrong. days: of in-patients, on the row
-- that counts the visit; a stay that begins and ends on one day counts 1. age_days: whole days from birth to the begin of the encounter, null where
-- either is missing or the order is wrong. list_area, care_list_area: the pooling areas that keep the settlement lists of the two sides.
with
counted as (
  select placed_row.*, pair.* exclude (row_no), visit_part.* exclude (row_no),
    settlement_type = '3' is true as is_supplementary,
    concat_ws('|', placed_row.insured_area, placed_row.settlement_id, case when from_care then 'care' end) as claim_id,
    -- Without certificate and number nobody is known to come twice: every encounter is somebody of its own.
    coalesce(
      person.person_id,
      placed_row.certificate_no,
      md5(placed_row.insured_area || '|' || placed_row.person_no)::uuid,
      md5('encounter|' || placed_row.insured_area || '|' || placed_row.encounter_id)::uuid
    ) as person_id,
    case
      when person.state = 'quarantined' then 'quarantined'
      when placed_row.certificate_no is not null then 'certified'
      when placed_row.person_no is not null then 'local'
      else 'unknown'
    end as person_state
  from placed_row
  anti join settlement_state using (row_no)
  left join pair using (row_no)
  left join visit_part using (row_no)
  left join person_exception as person on person.certificate = placed_row.certificate_no
),
dated as (
  select counted.* replace (
      coalesce(visit, true) and not is_supplementary as visit,
      coalesce(visit_begin, begin_date) as visit_begin,
      coalesce(visit_end, end_date) as visit_end,
      coalesce(first_sender_id, case when visit is null then sender_settlement_id end) as first_sender_id,
      coalesce(first_begin, begin_date) as first_begin
    ),
    coalesce(not visit, false) and not is_supplementary as interim,
    coalesce(emergency = '1' or outpatient_emergency_referral = '1' or left(care_type, 2) in ('13', '24'), false) as is_emergency
  from counted
),
diagnosed as (
  select dated.*,
    coalesce(own.code, copied.code, encounter_at.discharge_diagnosis_code, encounter_at.disease_code, dated.disease_code) as main_diagnosis
  from dated
  left join main_diagnosis as own on own.encounter_id = dated.encounter_id and own.area = dated.diagnosis_area
  left join main_diagnosis as copied on copied.encounter_id = dated.care_encounter_id and copied.area = dated.care_diagnosis_area
  left join encounter_at on encounter_at.insured_area = dated.insured_area and encounter_at.institution_code = dated.institution_code
    and encounter_at.encounter_id = dated.encounter_id and encounter_at.from_care = dated.from_care
)
select
  claim_id,
  concat_ws('|', each.insured_area, each.encounter_id, case when from_care then 'care' end) as visit_id,
  each.institution_code || '|' || coalesce(first_sender_id, concat_ws('|', person_id, first_begin)) as encounter_key,
  settlement_id,
  each.encounter_id,
  care_settlement_id,
  care_encounter_id,
  diagnosis_area as list_area,
  care_diagnosis_area as care_list_area,
  reported_by,
  case when role = 'master' then 'both' else 'one' end as sides,
  coalesce(role = 'master' and disagree, false) as copies_disagree,
  copy_total_cost::decimal(18, 2) as copy_total_cost,
  copy_fund_total::decimal(18, 2) as copy_fund_total,
  person_id,
  person_state,
  person_no,
  sex,
  age,
  case when coalesce(visit_begin, begin_date) >= birth_date then (coalesce(visit_begin, begin_date) - birth_date)::integer end as age_days,
  person_type,
  special_person_type,
  third_party,
  -- A number is the same however it was typed.
  nullif(regexp_replace(upper(invoice_no), '[^0-9A-Z]', '', 'g'), '') as invoice_no,
  family_account_owner,
  civil_servant,
  each.insured_area,
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
  km as distance_km,
  case
    when is_supplementary then 'supplementary'
    when settlement_type = '1' or payment_place = '1' or manual_reason is not null then 'manual'
    else 'direct'
  end as route,
  care_type,
  coalesce(care_group.care_group, 'unmapped') as care_group,
  coalesce(scheme, 'unknown') as scheme,
  coalesce(credential_type, 'unknown') as credential,
  coalesce(hospital_tier.tier, 'unknown') as tier,
  each.institution_code,
  filing_of.filing_id,
  case
    when care_scope = 'local' then 'LOCAL'
    when filing_of.filing_id is not null then filing_of.filing_class
    when is_emergency then 'TMP_EMERG'
    when exempt.since <= coalesce(visit_begin, settled_at::date) then 'EXEMPT'
    when filing_area.area is null then 'unknown'
    else 'NONE'
  end as filing_class,
  coalesce(candidates, 0) as filing_candidates,
  each.disease_code,
  main_diagnosis,
  coalesce(left(main_diagnosis, 3), 'unknown') as disease,
  case when special.encounter_id is null then 'none' when care_group.care_group = 'pharmacy' then 'pharmacy' else 'hospital' end as drug_channel,
  is_emergency as emergency,
  coalesce(counts_admission, '1') = '1' as counts_admission,
  begin_date,
  end_date,
  settled_at,
  date_trunc('month', settled_at)::date as month,
  date_trunc('month', coalesce(visit_end, settled_at))::date as discharge_month,
  coalesce(benefit_year, year(coalesce(visit_end, settled_at))::varchar) as benefit_year,
  visit,
  interim,
  visit_begin,
  visit_end,
  case when visit_end >= visit_begin then (visit_end - visit_begin)::integer end as nights,
  case when visit and care_group.care_group = 'inpatient' and visit_end >= visit_begin then greatest(visit_end - visit_begin, 1)::integer end
    as days,
  columns('^(total_cost|full_self_pay|over_limit|first_pay|in_scope|deductible_standard|deductible_paid|personal_share|hospital_share|fund_total|.*_fund|.*_paid)$')::decimal(18, 2) as '\0',
  generated_scale,
  batch_from as batch_last
from diagnosed as each
left join region_of as home on home.country = each.country and home.code = each.insured_area
left join region_of as away on away.country = each.country and away.code = each.care_code
left join area_distance on insured_city = home.area and care_city = away.area
left join care_group on care_group.prefix = left(each.care_type, 2)
left join hospital_tier on hospital_tier.code = each.level_code
left join filing_of using (row_no)
left join filing_area on filing_area.area = home.area
left join no_filing as exempt on exempt.home = home.province and exempt.away = away.province
left join special_drug_encounter as special on special.insured_area = each.insured_area
  and special.institution_code = each.institution_code and special.encounter_id = each.encounter_id
